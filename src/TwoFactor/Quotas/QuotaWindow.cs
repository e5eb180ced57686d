using System.Runtime.InteropServices;

namespace TwoFactor.Stores;

/// <summary>
/// A sliding window divided into slots, for authors of quota stores. A bucket has one count per slot. A slot is a
/// twelfth of the window. Thirteen slots are counted, so no window ever holds more than the limit.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuotaWindow
{
    private const int SlotsInWindow = 12;

    private readonly long _slotTicks;

    /// <summary>Creates a window.</summary>
    /// <param name="length">The length, at least 0.1 seconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 0.1 seconds.</exception>
    public QuotaWindow(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromMilliseconds(100));
        _slotTicks = length.Ticks / SlotsInWindow;
    }

    /// <summary>
    /// The window length whose thirteen slots last at most <paramref name="longest"/>. Use it for a permit that must
    /// fit again after an announced wait.
    /// </summary>
    /// <param name="longest">The longest time that a taken permit may count.</param>
    public static TimeSpan CountingAtMost(TimeSpan longest) => longest * SlotsInWindow / (SlotsInWindow + 1);

    /// <summary>The slot of a time.</summary>
    /// <param name="time">The time.</param>
    public long SlotAt(DateTimeOffset time) => time.UtcTicks / _slotTicks;

    /// <summary>The oldest slot that counts at a time.</summary>
    /// <param name="now">The time.</param>
    public long OldestSlotAt(DateTimeOffset now) => SlotAt(now) - SlotsInWindow;

    /// <summary>The youngest slot that counts at a time, if everything younger than an age is left out.</summary>
    /// <param name="now">The time.</param>
    /// <param name="minAge">The age; zero leaves nothing out.</param>
    public long YoungestSlotAt(DateTimeOffset now, TimeSpan minAge) =>
        minAge <= TimeSpan.Zero ? long.MaxValue : SlotAt(now - minAge) - 1;

    /// <summary>When a slot no longer counts and may be deleted.</summary>
    /// <param name="slot">The slot.</param>
    public DateTimeOffset ExpiryOf(long slot) => new((slot + SlotsInWindow + 1) * _slotTicks, TimeSpan.Zero);

    /// <summary>The time until enough slots have expired for a permit; null if that never happens.</summary>
    /// <param name="permit">The permit.</param>
    /// <param name="slots">The slots that count now, oldest first, each with its count.</param>
    /// <param name="now">The current time.</param>
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
