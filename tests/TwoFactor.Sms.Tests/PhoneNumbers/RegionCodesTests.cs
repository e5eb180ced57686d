namespace TwoFactor.Tests;

/// <summary>The codes that settings may name are those of the numbering plans.</summary>
public sealed class RegionCodesTests
{
    [Fact]
    public void They_are_those_of_the_numbering_plans_and_no_others()
    {
        var letters = Enumerable.Range('A', 26).Select(c => (char)c).ToList();
        var pairs = letters.SelectMany(a => letters.Select(b => $"{a}{b}")).ToList();
        Assert.Equal(PhoneRegions.All.Select(r => r.Code), pairs.Where(RegionCodes.IsKnown));
        Assert.Equal(PhoneRegions.All.Count, pairs.Count(p => RegionCodes.IsKnown(p.ToLowerInvariant())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("J")]
    [InlineData("JPN")]
    [InlineData("D ")]
    [InlineData(" A")]
    [InlineData("ＪＰ")]
    public void What_is_no_code_is_none(string? text) => Assert.False(RegionCodes.IsKnown(text));
}
