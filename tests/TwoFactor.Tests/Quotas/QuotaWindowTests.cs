namespace TwoFactor.Tests;

public sealed class QuotaWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(86_400)]
    [Trait("Req", "R16")]
    public void A_window_that_counts_at_most_a_time_has_forgotten_after_it(int seconds)
    {
        var longest = TimeSpan.FromSeconds(seconds);
        var window = new QuotaWindow(QuotaWindow.CountingAtMost(longest));
        for (var i = 0; i < 1_000; i++)
        {
            var taken = ManualClock.Start + (longest * i / 1_000);
            var forgotten = window.ExpiryOf(window.SlotAt(taken)) - taken;
            Assert.InRange(forgotten, longest * 12 / 13 - TimeSpan.FromTicks(13), longest);
        }
    }

    [Fact]
    public void A_window_of_that_very_length_counts_longer()
    {
        var length = TimeSpan.FromMinutes(13);
        var window = new QuotaWindow(length);
        var atTheStartOfASlot = window.ExpiryOf(0) - TimeSpan.FromTicks(13 * (length.Ticks / 12));
        Assert.True(window.ExpiryOf(window.SlotAt(atTheStartOfASlot)) - atTheStartOfASlot > length);
    }
}
