namespace TwoFactor.Tests;

/// <summary>An in-memory store whose calls a test may bend.</summary>
internal class DelegatingStore : IAccountStore, IPolicyStore, IAuditStore
{
    protected InMemoryAccountStore Inner { get; } = new();

    public virtual ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        Inner.FindAsync(key, cancellationToken);

    public virtual ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => Inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);

    public virtual ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => Inner.ListAsync(tenant, afterUserId, take, cancellationToken);

    public virtual ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        Inner.ReadPolicyAsync(tenant, cancellationToken);

    public virtual ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => Inner.TryWritePolicyAsync(row, expectedVersion, events, cancellationToken);

    public virtual ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) => Inner.ReadAsync(trail, afterSequence, take, cancellationToken);

    public virtual ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) => Inner.ReadNewestAsync(tenant, userId, before, take, cancellationToken);

    public virtual ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => Inner.ListTrailsAsync(tenant, afterUserId, take, cancellationToken);

    public virtual ValueTask<long> EraseAsync(
        AccountKey trail,
        long throughSequence,
        CancellationToken cancellationToken
    ) => Inner.EraseAsync(trail, throughSequence, cancellationToken);
}
