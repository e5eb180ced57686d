namespace TwoFactor;

/// <summary>Deletes expired data of users who do not return.</summary>
internal sealed class Purger(
    AccountEngine engine,
    AccountVault vault,
    IAuditStore audit,
    IQuotaStore quotas,
    int atATime = RecordSweep.AtATime
)
{
    private const int TellEvery = 500;

    // Long after they expired, because a machine whose clock is ahead must not delete counts that others still use.
    private static readonly TimeSpan s_quotasAfter = TimeSpan.FromDays(2);

    private long _accounts;
    private long _pruned;
    private long _events;
    private long _quotas;

    private PurgeProgress State =>
        new()
        {
            Accounts = Interlocked.Read(ref _accounts),
            Pruned = Interlocked.Read(ref _pruned),
            Events = Interlocked.Read(ref _events),
            Quotas = _quotas,
        };

    public async Task<PurgeProgress> RunAsync(IProgress<PurgeProgress>? progress, CancellationToken cancellationToken)
    {
        _quotas = await quotas
            .PurgeAsync(vault.Tenant, engine.Now - s_quotasAfter, cancellationToken)
            .ConfigureAwait(false);
        await new RecordSweep(vault, atATime)
            .RunAsync(
                _ => true,
                async (row, token) =>
                {
                    await PurgeAsync(row, token).ConfigureAwait(false);
                    if (Interlocked.Increment(ref _accounts) % TellEvery == 0)
                        progress?.Report(State);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        progress?.Report(State);
        return State;
    }

    // A record that cannot be decrypted is left to a reset. A record with a time later than this clock's was pruned by
    // the machine that wrote it, so nothing in it has expired by this clock.
    private async ValueTask PurgeAsync(AccountRow row, CancellationToken cancellationToken)
    {
        if (!vault.TryOpen(row, out var account))
            return;

        if (account.AuditStart is { } start)
            Interlocked.Add(
                ref _events,
                await EraseRestAsync(row.Key, start.Sequence, cancellationToken).ConfigureAwait(false)
            );

        if (
            AccountChange.HasExpired(account, engine.Now)
            && await engine
                .ExecuteAsync(new PruneCommand { UserId = row.Key.UserId }, cancellationToken)
                .ConfigureAwait(false)
        )
            Interlocked.Increment(ref _pruned);
    }

    private async ValueTask<long> EraseRestAsync(
        AccountKey trail,
        long throughSequence,
        CancellationToken cancellationToken
    ) =>
        await audit.ReadAsync(trail, 0, 1, cancellationToken).ConfigureAwait(false) is [{ } first]
        && first.Sequence <= throughSequence
            ? await audit.EraseAsync(trail, throughSequence, cancellationToken).ConfigureAwait(false)
            : 0;
}
