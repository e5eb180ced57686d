namespace TwoFactor.Tests;

/// <summary>An in-memory store that fails, loses races, or cancels at a chosen call.</summary>
internal sealed class FaultyStore : IAccountStore, IPolicyStore, IAuditStore
{
    private readonly InMemoryAccountStore _inner = new();

    public bool LosesEveryRace { get; set; }

    public bool IsDown { get; set; }

    /// <summary>Runs once, between the reading and the writing of the next operation: the racer who is faster.</summary>
    public Func<Task>? BeforeNextWrite { get; set; }

    /// <summary>The call, counted from 1, at which the token is cancelled: before it, or after it for the negative number.</summary>
    public int CancelAt { get; set; }

    public CancellationTokenSource Cancellation { get; set; } = new();

    public int Calls { get; set; }

    public async ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        await RunAsync(() => _inner.FindAsync(key, cancellationToken));

    public async ValueTask<bool> TryWriteAsync(AccountRow row, long expectedVersion, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) =>
        await RunAsync(async () =>
        {
            var racer = BeforeNextWrite;
            BeforeNextWrite = null;
            if (racer is not null)
                await racer();

            return !LosesEveryRace && await _inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);
        });

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(string tenant, string? afterUserId, int take, CancellationToken cancellationToken) =>
        _inner.ListAsync(tenant, afterUserId, take, cancellationToken);

    public async ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        await RunAsync(() => _inner.ReadPolicyAsync(tenant, cancellationToken));

    public async ValueTask<bool> TryWritePolicyAsync(PolicyRow row, long expectedVersion, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) =>
        await RunAsync(() => _inner.TryWritePolicyAsync(row, expectedVersion, events, cancellationToken));

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(AccountKey trail, long afterSequence, int take, CancellationToken cancellationToken) =>
        _inner.ReadAsync(trail, afterSequence, take, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(string tenant, string? afterUserId, int take, CancellationToken cancellationToken) =>
        _inner.ListTrailsAsync(tenant, afterUserId, take, cancellationToken);

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        if (IsDown)
            throw new TwoFactorStoreException("The store is down. Start it.");

        Calls++;
        if (Calls == CancelAt)
            await Cancellation.CancelAsync();

        var result = await call();
        if (Calls == -CancelAt)
            await Cancellation.CancelAsync();

        Cancellation.Token.ThrowIfCancellationRequested();
        return result;
    }
}
