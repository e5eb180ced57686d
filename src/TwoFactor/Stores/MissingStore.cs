namespace TwoFactor;

/// <summary>Used if no store was registered. It throws with the remedy when it is resolved.</summary>
internal sealed class MissingStore : IAccountStore, IPolicyStore, IAuditStore
{
    public MissingStore() =>
        throw new InvalidOperationException(
            "No store is registered for two-factor accounts. Name one on the builder: "
                + "AddTwoFactor().UseSqlite(\"two-factor.db\") of TwoFactor.Stores.Sqlite, or "
                + "UseInMemoryStore() for a trial."
        );

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

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
    ) => throw new NotSupportedException();

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
