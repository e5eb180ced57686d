using System.Globalization;

namespace TwoFactor;

/// <summary>
/// A row of <c>two_factor_quotas</c>: a bucket with all its slots, so that a lock on the row locks the bucket.
/// </summary>
internal class QuotaEntity
{
    public required string Tenant { get; init; }

    public required string Bucket { get; init; }

    public required long Version { get; init; }

    /// <summary>Slots and counts, oldest first: <c>slot:count slot:count</c>.</summary>
    public required string Slots { get; init; }

    public required long ExpiresAt { get; init; }

    public static string Write(IEnumerable<(long Slot, long Count)> slots) =>
        string.Join(' ', slots.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Slot}:{s.Count}")));

    public static List<(long Slot, long Count)> Read(string slots) =>
        [
            .. slots
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(s =>
                {
                    var colon = s.IndexOf(':', StringComparison.Ordinal);
                    return (
                        long.Parse(s.AsSpan(0, colon), CultureInfo.InvariantCulture),
                        long.Parse(s.AsSpan(colon + 1), CultureInfo.InvariantCulture)
                    );
                }),
        ];
}
