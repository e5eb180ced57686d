using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// An event with the id of the write that made it: first a map in its account's item, then an item of its own.
/// </summary>
internal sealed record StoredEvent(AuditEvent Event, byte[] WriteId)
{
    private const string PendingPrefix = "e";
    public const string HashName = "hash";
    private const string WriteIdName = "write_id";

    // The approximate size of the names and of the map.
    private const int OverheadBytes = 120;

    /// <summary>The name of the attribute that holds it in its account's item.</summary>
    public string PendingName => NameOf(Event.Sequence);

    /// <summary>How many bytes it takes, about.</summary>
    public int Size =>
        OverheadBytes
        + Event.Hash.Length
        + WriteId.Length
        + Length(Event.Type)
        + Length(Event.FactorId)
        + Length(Event.Method)
        + Length(Event.Outcome)
        + Length(Event.Detail)
        + Length(Event.Actor)
        + Length(Event.Reason)
        + Length(Event.CorrelationId);

    public static string NameOf(long sequence) => PendingPrefix + sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>The events that lie in an account's item, in order.</summary>
    public static List<StoredEvent> Pending(AccountKey trail, Dictionary<string, AttributeValue> item)
    {
        var events = new List<StoredEvent>();
        foreach (var (name, value) in item)
        {
            if (
                name.StartsWith(PendingPrefix, StringComparison.Ordinal)
                && value.M is { } map
                && long.TryParse(
                    name.AsSpan(PendingPrefix.Length),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var sequence
                )
            )
                events.Add(Read(trail.UserId, sequence, map));
        }

        events.Sort((a, b) => a.Event.Sequence.CompareTo(b.Event.Sequence));
        return events;
    }

    public static StoredEvent Read(string userId, long sequence, Dictionary<string, AttributeValue> map) =>
        new(
            new AuditEvent
            {
                UserId = userId,
                Sequence = sequence,
                At = map.Time("at") ?? DateTimeOffset.MinValue,
                Type = map.Text("type") ?? "",
                FactorId = map.Text("factor_id"),
                Method = map.Text("method"),
                Outcome = map.Text("outcome"),
                Detail = map.Text("detail"),
                Actor = map.Text("actor"),
                Reason = map.Text("reason"),
                CorrelationId = map.Text("correlation_id"),
                Hash = map.Bytes(HashName),
            },
            map.Bytes(WriteIdName)
        );

    /// <summary>Reads an item of an event; its user and number are those of its key.</summary>
    public static StoredEvent ReadItem(Dictionary<string, AttributeValue> item) =>
        Read(item.Text("user_id") ?? "", ItemKeys.SequenceOf(item.Text(ItemKeys.Sort) ?? ""), item);

    public Dictionary<string, AttributeValue> ToMap()
    {
        var map = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["at"] = ItemValues.Of(Event.At.UtcTicks),
            ["type"] = ItemValues.Of(Event.Type),
            [HashName] = ItemValues.Of(Event.Hash),
            [WriteIdName] = ItemValues.Of(WriteId.AsMemory()),
        };
        Add(map, "factor_id", Event.FactorId);
        Add(map, "method", Event.Method);
        Add(map, "outcome", Event.Outcome);
        Add(map, "detail", Event.Detail);
        Add(map, "actor", Event.Actor);
        Add(map, "reason", Event.Reason);
        Add(map, "correlation_id", Event.CorrelationId);
        return map;
    }

    /// <summary>The item of its own.</summary>
    /// <param name="trail">Whose it is.</param>
    /// <param name="isBeginning">Whether the trail begins with it, and is listed by it.</param>
    public Dictionary<string, AttributeValue> ToItem(AccountKey trail, bool isBeginning)
    {
        var item = ToMap();
        item[ItemKeys.Partition] = ItemValues.Of(ItemKeys.Trail(trail));
        item[ItemKeys.Sort] = ItemValues.Of(ItemKeys.Event(Event.Sequence));
        item["user_id"] = ItemValues.Of(trail.UserId);
        item[ItemKeys.NewestKey] = ItemValues.Of(ItemKeys.Newest(trail.Tenant, ItemKeys.NewestPartOf(trail.UserId)));
        item[ItemKeys.NewestAt] = ItemValues.Of(
            ItemKeys.Position(new AuditPosition(Event.At, trail.UserId, Event.Sequence))
        );
        if (isBeginning && trail.UserId.Length > 0)
        {
            item[ItemKeys.ListKey] = ItemValues.Of(ItemKeys.Beginnings(trail.Tenant));
            item[ItemKeys.ListUser] = ItemValues.Of(trail.UserId);
        }

        return item;
    }

    private static void Add(Dictionary<string, AttributeValue> map, string name, string? value)
    {
        if (value is not null)
            map[name] = ItemValues.Of(value);
    }

    // At most three bytes for each character.
    private static int Length(string? text) => 3 * (text?.Length ?? 0);
}
