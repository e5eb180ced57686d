namespace TwoFactor.Tests;

/// <summary>An in-memory store that fails, loses races, or cancels at a chosen call.</summary>
internal sealed class FaultyStore : DelegatingStore
{
    public bool LosesEveryRace { get; set; }

    public bool IsDown { get; set; }

    /// <summary>
    /// Runs once, between the reading and the writing of the next operation: the racer who is faster.
    /// </summary>
    public Func<Task>? BeforeNextWrite { get; set; }

    /// <summary>Whose write the racer waits for; null for the next, be it that of the roster.</summary>
    public string? RacesFor { get; set; }

    /// <summary>
    /// The call, counted from 1, at which the token is cancelled: before it, or after it for the negative number.
    /// </summary>
    public int CancelAt { get; set; }

    public CancellationTokenSource Cancellation { get; set; } = new();

    public int Calls { get; set; }

    public override async ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        await RunAsync(() => Inner.FindAsync(key, cancellationToken));

    public override async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        await RunAsync(async () =>
        {
            if (BeforeNextWrite is { } racer && (RacesFor is null || RacesFor == row.Key.UserId))
            {
                BeforeNextWrite = null;
                await racer();
            }

            return !LosesEveryRace && await Inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);
        });

    public override async ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        await RunAsync(() => Inner.ReadPolicyAsync(tenant, cancellationToken));

    public override async ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => await RunAsync(() => Inner.TryWritePolicyAsync(row, expectedVersion, events, cancellationToken));

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
