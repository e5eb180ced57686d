using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// The item of a bucket: a count for each slot, a number that every change increases, and when it expires.
/// </summary>
internal sealed class QuotaBucket(Dictionary<string, AttributeValue>? item)
{
    /// <summary>The attribute of TTL, in seconds since 1970.</summary>
    public const string ExpiresAt = "expires_at";

    private const string SlotPrefix = "s";
    private const string Changes = "changes";

    // Slots may lie in the future, by the clock of another machine: at most as many as a window has.
    private const int MostAhead = 12;

    // Only long after it expired: a machine whose clock is ahead must not delete counts that others still need.
    private static readonly TimeSpan s_expiresLater = TimeSpan.FromDays(2);

    /// <summary>The slots that count now, oldest first.</summary>
    public List<(long Slot, long Count)> SlotsSince(long oldest)
    {
        var slots = new List<(long Slot, long Count)>();
        foreach (var name in item?.Keys ?? Enumerable.Empty<string>())
        {
            if (TryReadSlot(name, out var slot) && slot >= oldest && item!.Number(name) is { } count)
                slots.Add((slot, count));
        }

        slots.Sort();
        return slots;
    }

    /// <summary>
    /// Takes a permit if its bucket has room. The condition is on the counts, so it holds even if others take permits
    /// meanwhile.
    /// </summary>
    public UpdateItemRequest Take(
        string table,
        Dictionary<string, AttributeValue> key,
        QuotaPermit permit,
        DateTimeOffset now
    )
    {
        var window = new QuotaWindow(permit.Window);
        var slot = window.SlotAt(now);
        var update = Begin(window, slot, now);
        update.Add(NameOf(slot), permit.Cost);
        update.Add(Changes, 1);
        return update.ToRequest(
            table,
            key,
            permit.Limit == long.MaxValue ? null : HasRoom(update, permit, window.OldestSlotAt(now), slot)
        );
    }

    /// <summary>
    /// Gives back what was taken. The condition is on the number of changes, so it is done only once. Null if there is
    /// nothing to give back.
    /// </summary>
    public UpdateItemRequest? GiveBack(
        string table,
        Dictionary<string, AttributeValue> key,
        QuotaPermit permit,
        DateTimeOffset now
    )
    {
        var window = new QuotaWindow(permit.Window);
        var slot = window.SlotAt(now);
        if (item?.Number(NameOf(slot)) is not { } count || count <= 0)
            return null;

        var update = Begin(window, slot, now);
        update.Set(NameOf(slot), ItemValues.Of(Math.Max(0, count - Math.Abs((long)permit.Cost))));
        update.Add(Changes, 1);
        return update.ToRequest(
            table,
            key,
            $"{update.Name(Changes)} = {update.Value(ItemValues.Of(item!.Number(Changes) ?? 0))}"
        );
    }

    private UpdateBuilder Begin(QuotaWindow window, long slot, DateTimeOffset now)
    {
        var update = new UpdateBuilder();
        update.Set(
            ExpiresAt,
            ItemValues.Of(
                Math.Max((window.ExpiryOf(slot) + s_expiresLater).ToUnixTimeSeconds(), item?.Number(ExpiresAt) ?? 0)
            )
        );
        var oldest = window.OldestSlotAt(now) - MostAhead;
        foreach (var name in item?.Keys ?? Enumerable.Empty<string>())
        {
            if (TryReadSlot(name, out var old) && old < oldest)
                update.Remove(name);
        }

        return update;
    }

    // The condition: no other slot of the window has grown, and this slot has not grown too much. So processes that
    // take from the same slot do not block each other until the limit is near.
    private string HasRoom(UpdateBuilder update, QuotaPermit permit, long oldest, long slot)
    {
        var others = SlotsSince(oldest).FindAll(s => s.Slot != slot);
        var name = update.Name(NameOf(slot));
        var most = update.Value(ItemValues.Of(permit.Room - others.Sum(s => s.Count)));
        var conditions = new List<string> { $"(attribute_not_exists({name}) OR {name} <= {most})" };
        conditions.AddRange(
            others.Select(o => $"{update.Name(NameOf(o.Slot))} <= {update.Value(ItemValues.Of(o.Count))}")
        );
        for (var other = oldest; other <= slot + MostAhead; other++)
        {
            if (other != slot && !others.Exists(o => o.Slot == other))
                conditions.Add($"attribute_not_exists({update.Name(NameOf(other))})");
        }

        return string.Join(" AND ", conditions);
    }

    private static string NameOf(long slot) => SlotPrefix + slot.ToString(CultureInfo.InvariantCulture);

    private static bool TryReadSlot(string name, out long slot)
    {
        slot = 0;
        return name.StartsWith(SlotPrefix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(SlotPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out slot);
    }
}
