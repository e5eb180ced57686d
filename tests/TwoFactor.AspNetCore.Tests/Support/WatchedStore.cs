using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>The store in memory, with a count of the records that were read; it is down when a test says so.</summary>
internal sealed class WatchedStore : IAccountStore, IPolicyStore, IAuditStore
{
    private readonly ServiceProvider _inner = new ServiceCollection()
        .AddTwoFactor()
        .UseInMemoryStore()
        .Services.BuildServiceProvider();

    public int Loads { get; set; }

    public bool IsDown { get; set; }

    /// <summary>Runs before a record is written.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    private IAccountStore Accounts => Get<IAccountStore>();

    private IAuditStore Audit => Get<IAuditStore>();

    private IPolicyStore Policies => Get<IPolicyStore>();

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken)
    {
        Loads++;
        return Accounts.FindAsync(key, cancellationToken);
    }

    public async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        if (BeforeWrite is { } before)
            await before();

        return await Accounts.TryWriteAsync(row, expectedVersion, events, cancellationToken);
    }

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => Accounts.ListAsync(tenant, afterUserId, take, cancellationToken);

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) => Audit.ReadAsync(trail, afterSequence, take, cancellationToken);

    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) => Audit.ReadNewestAsync(tenant, userId, before, take, cancellationToken);

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        Audit.EraseAsync(trail, throughSequence, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => Audit.ListTrailsAsync(tenant, afterUserId, take, cancellationToken);

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        Policies.ReadPolicyAsync(tenant, cancellationToken);

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => Policies.TryWritePolicyAsync(row, expectedVersion, events, cancellationToken);

    private T Get<T>()
        where T : notnull =>
        IsDown ? throw new TwoFactorStoreException("down for a test") : _inner.GetRequiredService<T>();
}
