namespace TwoFactor.Tests;

public sealed class DurationTextTests
{
    [Fact]
    public void What_is_written_is_read_back_and_nothing_else_is_read()
    {
        Assert.All(
            [("0s", 0), ("90s", 90), ("2m", 120), ("1h", 3_600), ("7d", 604_800)],
            d =>
                Assert.Equal(
                    (TimeSpan.FromSeconds(d.Item2), d.Item1),
                    (DurationText.Parse(d.Item1), DurationText.Format(TimeSpan.FromSeconds(d.Item2)))
                )
        );
        Assert.All(
            ["", "1", "h", "-1h", "1.5h", "1 h", "999999999999d", "1H", "１h"],
            d => Assert.Null(DurationText.Parse(d))
        );
    }
}
