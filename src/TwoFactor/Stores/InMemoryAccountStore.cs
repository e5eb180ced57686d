using System.Collections.Concurrent;

namespace TwoFactor;

/// <summary>Accounts, policy and events in memory, for tests and trials: gone when the process ends.</summary>
internal sealed class InMemoryAccountStore : IAccountStore, IAuditStore, IPolicyStore
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<AccountKey, AccountRow> _rows = new();
    private readonly Dictionary<AccountKey, List<AuditEvent>> _events = [];
    private readonly Dictionary<string, PolicyRow> _policies = new(StringComparer.Ordinal);

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
        lock (_gate)
        {
            if ((_rows.GetValueOrDefault(row.Key)?.Version ?? 0) != expectedVersion)
                return new(false);

            ThrowIfTaken(row.Key, events);
            _rows[row.Key] = row;
            Append(row.Key, events);
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        new([
            .. _rows
                .Values.Where(r =>
                    r.Key.Tenant == tenant
                    && (afterUserId is null || string.CompareOrdinal(r.Key.UserId, afterUserId) > 0)
                )
                .OrderBy(r => r.Key.UserId, StringComparer.Ordinal)
                .Take(take),
        ]);

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            return new([
                .. _events
                    .GetValueOrDefault(trail, [])
                    .Where(e => e.Sequence > afterSequence)
                    .OrderBy(e => e.Sequence)
                    .Take(take),
            ]);
        }
    }

    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
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
                .. _events
                    .Where(t => t.Key.Tenant == tenant && (userId is null || t.Key.UserId == userId))
                    .SelectMany(t => t.Value)
                    .Where(e => before is null || Compare(AuditPosition.Of(e), before.Value) < 0)
                    .OrderDescending(
                        Comparer<AuditEvent>.Create((a, b) => Compare(AuditPosition.Of(a), AuditPosition.Of(b)))
                    )
                    .Take(take),
            ]);
        }

        static int Compare(AuditPosition a, AuditPosition b)
        {
            if (a.At != b.At)
                return a.At.CompareTo(b.At);

            var byUser = string.CompareOrdinal(a.UserId, b.UserId);
            return byUser != 0 ? byUser : a.Sequence.CompareTo(b.Sequence);
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
        {
            return new([
                .. _events
                    .Where(t =>
                        t.Value.Count > 0
                        && t.Key.Tenant == tenant
                        && (afterUserId is null || string.CompareOrdinal(t.Key.UserId, afterUserId) > 0)
                    )
                    .Select(t => t.Key.UserId)
                    .Order(StringComparer.Ordinal)
                    .Take(take),
            ]);
        }
    }

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(
                _events.TryGetValue(trail, out var events) ? events.RemoveAll(e => e.Sequence <= throughSequence) : 0
            );
        }
    }

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_policies.GetValueOrDefault(tenant));
        }
    }

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if ((_policies.GetValueOrDefault(row.Tenant)?.Version ?? 0) != expectedVersion)
                return new(false);

            var trail = new AccountKey(row.Tenant, AuditEvent.PolicyTrail);
            ThrowIfTaken(trail, events);
            _policies[row.Tenant] = row;
            Append(trail, events);
            return new(true);
        }
    }

    internal void Remove(AccountKey key) => _rows.TryRemove(key, out _);

    internal void RemovePolicy(string tenant) => _policies.Remove(tenant);

    private void ThrowIfTaken(AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        if (events.Count == 0 || !_events.TryGetValue(trail, out var list) || list.Count == 0)
            return;

        var taken = list[^1].Sequence;
        for (var i = 0; i < events.Count; i++)
        {
            var sequence = events[i].Sequence;
            if (sequence <= taken && IsTaken(list, sequence))
                throw new TwoFactorStoreException(
                    $"The trail has an event {sequence} that the sealed record does not know. Nothing was "
                        + "changed; verify the trail."
                );
        }
    }

    private static bool IsTaken(List<AuditEvent> events, long sequence) => events.Exists(e => e.Sequence == sequence);

    private void Append(AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        if (!_events.TryGetValue(trail, out var list))
            _events[trail] = list = [];

        list.AddRange(events);
    }
}
