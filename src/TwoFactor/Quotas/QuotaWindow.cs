using System.Runtime.InteropServices;

namespace TwoFactor.Stores;

/// <summary>
/// A sliding window in slots, for authors of quota stores: a bucket is a count for each slot. A slot is a twelfth of
/// the window, and thirteen slots are looked at, so that never more than the limit lies within any window.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuotaWindow
{
    private const int SlotsInWindow = 12;

    private readonly long _slotTicks;

    /// <summary>A window of that length.</summary>
    /// <param name="length">The length, at least a tenth of a second.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than a tenth of a second.</exception>
    public QuotaWindow(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromMilliseconds(100));
        _slotTicks = length.Ticks / SlotsInWindow;
    }

    /// <summary>
    /// The length of the window whose thirteen slots last no longer than that: a slot shorter. For a permit that must
    /// have room again after a wait that somebody was told.
    /// </summary>
    /// <param name="longest">How long what was taken may count at most.</param>
    public static TimeSpan CountingAtMost(TimeSpan longest) => longest * SlotsInWindow / (SlotsInWindow + 1);

    /// <summary>The slot that a time is in.</summary>
    /// <param name="time">The time.</param>
    public long SlotAt(DateTimeOffset time) => time.UtcTicks / _slotTicks;

    /// <summary>The oldest slot that counts at a time.</summary>
    /// <param name="now">The time.</param>
    public long OldestSlotAt(DateTimeOffset now) => SlotAt(now) - SlotsInWindow;

    /// <summary>The youngest slot that counts at a time, when what is younger than an age is left out.</summary>
    /// <param name="now">The time.</param>
    /// <param name="minAge">The age; zero takes everything.</param>
    public long YoungestSlotAt(DateTimeOffset now, TimeSpan minAge) =>
        minAge <= TimeSpan.Zero ? long.MaxValue : SlotAt(now - minAge) - 1;

    /// <summary>When a slot no longer counts and may be deleted.</summary>
    /// <param name="slot">The slot.</param>
    public DateTimeOffset ExpiryOf(long slot) => new((slot + SlotsInWindow + 1) * _slotTicks, TimeSpan.Zero);

    /// <summary>How long until enough slots have expired for a permit; null if they never will be enough.</summary>
    /// <param name="permit">The permit.</param>
    /// <param name="slots">The slots that count, oldest first, with what was taken in each.</param>
    /// <param name="now">Now.</param>
    public TimeSpan? WaitFor(QuotaPermit permit, IEnumerable<(long Slot, long Count)> slots, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(permit);
        ArgumentNullException.ThrowIfNull(slots);
        var counted = slots.ToList();
        var left = counted.Sum(s => s.Count);
        if (left <= permit.Room)
            return TimeSpan.Zero;

        foreach (var (slot, count) in counted)
        {
            left -= count;
            if (left <= permit.Room)
                return ExpiryOf(slot) - now;
        }

        return null;
    }
}
