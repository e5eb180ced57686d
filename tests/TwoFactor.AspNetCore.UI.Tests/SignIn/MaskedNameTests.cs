namespace TwoFactor.Tests;

public sealed class MaskedNameTests
{
    [Theory]
    [InlineData("alice", "a•••")]
    [InlineData("a", "a•••")]
    [InlineData("alice@example.com", "a•••@example.com")]
    [InlineData("@odd", "@•••")]
    [InlineData("", "•••")]
    [InlineData("😀smile", "😀•••")]
    public void Only_the_first_character_and_the_domain_are_shown(string name, string masked) =>
        Assert.Equal(masked, MaskedName.Of(name));
}
