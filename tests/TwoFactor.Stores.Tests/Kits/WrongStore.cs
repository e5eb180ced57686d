namespace TwoFactor.Tests;

/// <summary>A store in memory that can be made wrong in one respect: what stores written in an afternoon do.</summary>
internal class WrongStore : IAccountStore, IPolicyStore, IAuditStore
{
    private readonly Lock _gate = new();

    protected Dictionary<AccountKey, AccountRow> Rows { get; private set; } = [];

    protected Dictionary<AccountKey, List<AuditEvent>> Trails { get; private set; } = [];

    protected Dictionary<string, PolicyRow> Policies { get; private set; } = [];

    protected virtual bool ChecksInsert => true;

    protected virtual bool ChecksUpdate => true;

    protected virtual bool IsAtomic => true;

    protected virtual bool ForgetsEventsOfRefusals => true;

    public virtual async ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        lock (_gate)
            return Rows.GetValueOrDefault(Fold(key));
    }

    public virtual async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsAtomic)
        {
            lock (_gate)
                return IsExpected(row, expectedVersion) ? Keep(row, events) : Refuse(row, events);
        }

        bool isExpected;
        lock (_gate)
            isExpected = IsExpected(row, expectedVersion);

        await Task.Delay(1, CancellationToken.None);
        lock (_gate)
            return isExpected ? Keep(row, events) : Refuse(row, events);
    }

    public virtual ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
            return new([
                .. Rows
                    .Values.Where(r =>
                        r.Key.Tenant == tenant && (afterUserId is null || Order(r.Key.UserId, afterUserId) > 0)
                    )
                    .OrderBy(r => r.Key.UserId, Comparer<string>.Create(Order))
                    .Take(take),
            ]);
    }

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(Policies.GetValueOrDefault(tenant));
    }

    public virtual ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if ((Policies.GetValueOrDefault(row.Tenant)?.Version ?? 0) != expectedVersion)
                return new(false);

            Append(new AccountKey(row.Tenant, AuditEvent.PolicyTrail), events);
            Policies[row.Tenant] = row;
            return new(true);
        }
    }

    public virtual ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
            return new([
                .. Trails
                    .GetValueOrDefault(Fold(trail), [])
                    .Where(e => e.Sequence > afterSequence)
                    .OrderBy(e => e.Sequence)
                    .Take(take),
            ]);
    }

    public virtual ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            return new([
                .. Trails
                    .Where(t => t.Key.Tenant == tenant && (userId is null || t.Key.UserId == userId))
                    .SelectMany(t => t.Value)
                    .Where(e => before is null || Compare(AuditPosition.Of(e), before.Value) < 0)
                    .OrderDescending(
                        Comparer<AuditEvent>.Create((a, b) => Compare(AuditPosition.Of(a), AuditPosition.Of(b)))
                    )
                    .Take(take),
            ]);
        }
    }

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
            return new([
                .. Trails
                    .Where(t => t.Value.Count > 0 && t.Key.Tenant == tenant)
                    .Select(t => t.Key.UserId)
                    .Where(u => afterUserId is null || Order(u, afterUserId) > 0)
                    .Order(StringComparer.Ordinal)
                    .Take(take),
            ]);
    }

    public virtual ValueTask<long> EraseAsync(
        AccountKey trail,
        long throughSequence,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
            return new(Trails.GetValueOrDefault(trail, []).RemoveAll(e => e.Sequence <= throughSequence));
    }

    protected virtual AccountKey Fold(AccountKey key) => key;

    protected virtual AuditEvent Rounded(AuditEvent auditEvent) => auditEvent;

    protected virtual int Order(string left, string right) => string.CompareOrdinal(left, right);

    protected virtual bool Keep(AccountRow row, IReadOnlyList<AuditEvent> events)
    {
        Append(row.Key, events);
        Rows[Fold(row.Key)] = row;
        return true;
    }

    protected void Append(AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        trail = Fold(trail);
        if (!Trails.TryGetValue(trail, out var list))
            Trails[trail] = list = [];

        if (events.Any(e => list.Exists(l => l.Sequence == e.Sequence)))
            throw new TwoFactorStoreException("The event is taken.");

        list.AddRange(events.Select(Rounded));
    }

    private bool Refuse(AccountRow row, IReadOnlyList<AuditEvent> events)
    {
        if (!ForgetsEventsOfRefusals)
            Append(row.Key, events);

        return false;
    }

    private bool IsExpected(AccountRow row, long expectedVersion)
    {
        var version = Rows.GetValueOrDefault(Fold(row.Key))?.Version ?? 0;
        return version == expectedVersion || (expectedVersion == 0 ? !ChecksInsert : !ChecksUpdate);
    }

    private static int Compare(AuditPosition a, AuditPosition b) =>
        a.At != b.At ? a.At.CompareTo(b.At)
        : string.CompareOrdinal(a.UserId, b.UserId) is not 0 and var order ? order
        : a.Sequence.CompareTo(b.Sequence);
}
