namespace TwoFactor;

/// <summary>Deletes expired data of users who do not return.</summary>
internal sealed class Purger(
    AccountEngine engine,
    AccountVault vault,
    PolicyVault policies,
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
    private long _dropped;

    private PurgeProgress State =>
        new()
        {
            Accounts = Interlocked.Read(ref _accounts),
            Pruned = Interlocked.Read(ref _pruned),
            Events = Interlocked.Read(ref _events),
            Quotas = _quotas,
            Dropped = _dropped,
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
        await EndPolicyRetentionAsync(cancellationToken).ConfigureAwait(false);
        if (engine.Options.AuditRetention is { } age)
            await DropAsync(age, cancellationToken).ConfigureAwait(false);

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

        try
        {
            await PruneAsync(row, account, cancellationToken).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e) when (e.InnerException is RecordMissingException or RosterBrokenException)
        {
            // One user whose record was put back, or one damaged page, stops nobody else's purge: verification tells.
        }
    }

    private async ValueTask PruneAsync(AccountRow row, TwoFactorAccount account, CancellationToken cancellationToken)
    {
        if (
            AccountChange.HasExpired(account, engine.Now)
            && await engine
                .ExecuteAsync(new PruneCommand { UserId = row.Key.UserId }, cancellationToken)
                .ConfigureAwait(false)
        )
            Interlocked.Increment(ref _pruned);

        await KeepRosterAsync(account, cancellationToken).ConfigureAwait(false);
    }

    // Who enrolled before there was a roster is listed, and who was not taken off it is.
    private async ValueTask KeepRosterAsync(TwoFactorAccount account, CancellationToken cancellationToken)
    {
        if (vault.Roster is null)
            return;

        if (!account.IsProtected)
            await vault.UnlistAsync(account.UserId, engine.Now, cancellationToken).ConfigureAwait(false);
        else if (account.RosterVersion == 0 && account.UpdatedAt <= engine.Now)
            await engine
                .ExecuteAsync(new ListUserCommand { UserId = account.UserId }, cancellationToken)
                .ConfigureAwait(false);
    }

    private async ValueTask EndPolicyRetentionAsync(CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (policy.AuditStart is { } start)
            _dropped += await EraseRestAsync(vault.Key(AuditEvent.PolicyTrail), start.Sequence, cancellationToken)
                .ConfigureAwait(false);
    }

    private async ValueTask DropAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var retention = new AuditDropRequest
        {
            OlderThan = age,
            Actor = "purge",
            Reason = "TwoFactor:AuditRetention",
        };
        var dropped = await new EventDropper(engine, vault, policies, audit, atATime)
            .RunAsync(retention, cancellationToken)
            .ConfigureAwait(false);
        _dropped += dropped.Events;
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
