namespace TwoFactor.Tests;

/// <summary>What the file with recovery codes is called.</summary>
public sealed class FileNameTests
{
    [Theory]
    [InlineData("My app", "My-app-")]
    [InlineData("例え", "例え-")]
    [InlineData("../../etc/passwd", "etc-passwd-")]
    [InlineData("a\u202Ebc\"<>|", "a-bc-")]
    [InlineData("…", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void It_begins_with_the_letters_and_digits_of_the_app_s_name(string? brand, string beginning) =>
        Assert.Equal(beginning, FileNames.Of(brand));
}
