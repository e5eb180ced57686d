using TwoFactor.Simulation.Bugs;

namespace TwoFactor.Simulation;

/// <summary>
/// The database: as right as a store must be, unless a bug is planted, and with a memory of every write.
/// </summary>
internal sealed class SimStore : ISimStore
{
    private readonly Dictionary<AccountKey, AccountRow> _rows;
    private readonly Dictionary<AccountKey, List<AuditEvent>> _trails;
    private readonly Dictionary<string, PolicyRow> _policies;
    private readonly Dictionary<AccountKey, long> _erased = [];

    public SimStore()
        : this([], [], []) { }

    private SimStore(
        Dictionary<AccountKey, AccountRow> rows,
        Dictionary<AccountKey, List<AuditEvent>> trails,
        Dictionary<string, PolicyRow> policies
    )
    {
        _rows = rows;
        _trails = trails;
        _policies = policies;
    }

    public PlantedBug? Bug { get; set; }

    /// <summary>
    /// Where new events are, if a write is of one record and nothing beside it; null if record and events are one
    /// transaction.
    /// </summary>
    public SimItems? Items { get; private init; }

    public List<Commit> Commits { get; } = [];

    public IEnumerable<AccountRow> Rows => _rows.Values;

    /// <summary>Rows never change, so that a copy of the tables is a copy.</summary>
    public SimStore Copy(bool hasItems) =>
        new(new(_rows), _trails.ToDictionary(t => t.Key, t => t.Value.ToList()), new(_policies))
        {
            Items = hasItems ? new SimItems() : null,
        };

    /// <summary>
    /// The events that nobody has erased, as they were written with the records. Of an erasure that was cut short it is
    /// the record that says how far it went.
    /// </summary>
    public IEnumerable<AuditEvent> Written(AccountKey key, SimStore before)
    {
        var erased = Math.Max(_erased.GetValueOrDefault(key), Items?.ErasedThrough(key) ?? 0);
        return before
            .TrailOf(key)
            .Concat(Commits.Where(c => c.Key == key).SelectMany(c => c.Events))
            .Where(e => e.Sequence > erased);
    }

    /// <summary>Copies an event to a place of its own; false if another has its number.</summary>
    public bool Put(AccountKey trail, AuditEvent copy)
    {
        var list = ListOf(trail);
        var index = list.FindIndex(e => e.Sequence >= copy.Sequence);
        if (index >= 0 && list[index].Sequence == copy.Sequence)
            return list[index].Hash.Span.SequenceEqual(copy.Hash.Span);

        list.Insert(index < 0 ? list.Count : index, copy);
        return true;
    }

    public IReadOnlyList<AuditEvent> TrailOf(AccountKey key) => _trails.GetValueOrDefault(key, []);

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_rows.GetValueOrDefault(key));
    }

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var before = _rows.GetValueOrDefault(row.Key);
        var isExpected = (before?.Version ?? 0) == expectedVersion;
        if (Bug is not null && row.Key.Tenant.Length == 0)
        {
            (isExpected, row, events) = Bug.OnWrite(before, isExpected, row, events);
            if (Bug.WritesEventsOfRefusals && !isExpected)
                Append(row.Key, events);
        }

        if (!isExpected)
            return new(Bug?.IsRefusalTakenForDone == true);

        ThrowIfTaken(row.Key, events);
        _rows[row.Key] = row;
        Append(row.Key, events);
        Commits.Add(new Commit(Commits.Count, row.Key, row, events));
        return new(true);
    }

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        new([
            .. _rows
                .Values.Where(r => r.Key.Tenant == tenant)
                .Where(r => afterUserId is null || string.CompareOrdinal(r.Key.UserId, afterUserId) > 0)
                .OrderBy(r => r.Key.UserId, StringComparer.Ordinal)
                .Take(take),
        ]);

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_policies.GetValueOrDefault(tenant));
    }

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if ((_policies.GetValueOrDefault(row.Tenant)?.Version ?? 0) != expectedVersion)
            return new(false);

        var trail = new AccountKey(row.Tenant, AuditEvent.PolicyTrail);
        ThrowIfTaken(trail, events);
        _policies[row.Tenant] = row;
        Append(trail, events);
        return new(true);
    }

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. _trails.GetValueOrDefault(trail, []).Where(e => e.Sequence > afterSequence).Take(take)]);
    }

    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        new([
            .. _trails
                .Where(t => t.Key.Tenant == tenant && t.Value.Count > 0)
                .Select(t => t.Key.UserId)
                .Where(u => afterUserId is null || string.CompareOrdinal(u, afterUserId) > 0)
                .Order(StringComparer.Ordinal)
                .Take(take),
        ]);

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _erased[trail] = Math.Max(_erased.GetValueOrDefault(trail), throughSequence);
        return new(ListOf(trail).RemoveAll(e => e.Sequence <= throughSequence));
    }

    private void ThrowIfTaken(AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        var last = Math.Max(Items?.Last(trail) ?? 0, ListOf(trail) is [.., var newest] ? newest.Sequence : 0);
        if (events.Count > 0 && Bug?.OverwritesEvents != true && events[0].Sequence <= last)
            throw new TwoFactorStoreException("The event is taken.");
    }

    private void Append(AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        if (Items is null)
            ListOf(trail).AddRange(events);
        else
            Items.Add(trail, events);
    }

    private List<AuditEvent> ListOf(AccountKey trail)
    {
        if (!_trails.TryGetValue(trail, out var list))
            _trails[trail] = list = [];

        return list;
    }
}
