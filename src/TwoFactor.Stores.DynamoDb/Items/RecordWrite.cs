using System.Globalization;
using System.Security.Cryptography;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// One conditional write of one item: a record and the events that explain it, which lie in the same item at first. It
/// has an id of its own. So if a second try is refused because the first one was done, the store can tell.
/// </summary>
internal sealed class RecordWrite
{
    private const int WriteIdBytes = 16;

    private readonly AccountKey _trail;
    private readonly Dictionary<string, AttributeValue?> _columns;
    private readonly long _expectedVersion;
    private readonly List<StoredEvent> _events;
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(WriteIdBytes);

    public RecordWrite(
        AccountKey trail,
        Dictionary<string, AttributeValue?> columns,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events
    )
    {
        _trail = trail;
        _columns = columns;
        _expectedVersion = expectedVersion;
        _events = [.. events.Select(e => new StoredEvent(e, _id))];
    }

    public IReadOnlyList<StoredEvent> Events => _events;

    public AccountKey Trail => _trail;

    public bool IsFirst => _expectedVersion == 0;

    public long FirstSequence => _events.Min(e => e.Event.Sequence);

    /// <summary>Whether two of its events have one number: then it is not sent.</summary>
    public bool IsInconsistent => _events.DistinctBy(e => e.Event.Sequence).Count() < _events.Count;

    /// <summary>The request.</summary>
    /// <param name="table">The table.</param>
    /// <param name="copied">The events in the item that have items of their own: they leave it.</param>
    public UpdateItemRequest ToRequest(string table, IEnumerable<long> copied)
    {
        var update = new UpdateBuilder();
        foreach (var (name, value) in _columns)
        {
            if (value is null)
                update.Remove(name);
            else
                update.Set(name, value);
        }

        update.Set(StoredRecord.WriteId, ItemValues.Of(_id.AsMemory()));
        foreach (var one in _events)
            update.Set(one.PendingName, new AttributeValue { M = one.ToMap() });

        foreach (var sequence in copied.Except(_events.Select(e => e.Event.Sequence)))
            update.Remove(StoredEvent.NameOf(sequence));

        if (_events.Count > 0)
            update.Set(StoredRecord.LastSequence, ItemValues.Of(_events.Max(e => e.Event.Sequence)));

        if (IsFirst && _trail.UserId.Length > 0)
        {
            update.Set(ItemKeys.ListKey, ItemValues.Of(ItemKeys.Users(_trail.Tenant)));
            update.Set(ItemKeys.ListUser, ItemValues.Of(_trail.UserId));
        }

        return update.ToRequest(
            table,
            ItemKeys.Pair(ItemKeys.Trail(_trail), ItemKeys.Record),
            IsFirst ? $"attribute_not_exists({ItemKeys.Partition})" : Unchanged(update)
        );
    }

    /// <summary>What the item says about a "no" to this write.</summary>
    /// <param name="item">The item as it is after the "no", or null.</param>
    /// <returns>Whether the write was done; null if the item does not tell.</returns>
    /// <exception cref="TwoFactorStoreException">The trail already has events with these numbers.</exception>
    public bool? WasDone(Dictionary<string, AttributeValue>? item)
    {
        if (item is null)
            return false;

        if (item.Bytes(StoredRecord.WriteId).AsSpan().SequenceEqual(_id))
            return true;

        var version = item.Number(StoredRecord.Version) ?? 0;
        if (version == _expectedVersion && _events.Count > 0)
            throw Taken();

        if (version <= _expectedVersion + 1)
            return false;

        if (_events.Count == 0)
            return null;

        var first = FirstSequence;
        return StoredEvent.Pending(_trail, item).Find(e => e.Event.Sequence == first) is { } pending
            ? IsMine(pending)
            : null;
    }

    public bool IsMine(StoredEvent stored) => stored.WriteId.AsSpan().SequenceEqual(_id);

    public static TwoFactorStoreException Taken() =>
        new(
            "The audit trail has an event that the sealed record does not know. Nothing was changed; verify the trail "
                + "and restore a backup."
        );

    // The number is part of the condition: a record that was restored from a backup must not overwrite events of its
    // trail.
    private string Unchanged(UpdateBuilder update)
    {
        var condition = string.Create(
            CultureInfo.InvariantCulture,
            $"{update.Name(StoredRecord.Version)} = {update.Value(ItemValues.Of(_expectedVersion))}"
        );
        if (_events.Count == 0)
            return condition;

        var last = update.Name(StoredRecord.LastSequence);
        return $"{condition} AND (attribute_not_exists({last}) "
            + $"OR {last} < {update.Value(ItemValues.Of(FirstSequence))})";
    }
}
