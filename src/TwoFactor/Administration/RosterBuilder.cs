namespace TwoFactor;

/// <summary>
/// Rebuilds the roster from the records: what does not open or is gone is begun anew, and who has a second factor and
/// is not listed is. Whoever is listed stays listed.
/// </summary>
internal sealed class RosterBuilder(AccountEngine engine, AccountVault vault, PolicyVault policies, int atATime)
{
    private long _listed;

    public async Task<RosterRebuild> RunAsync(string actor, string reason, CancellationToken cancellationToken)
    {
        if (vault.Roster is not { } roster)
            throw new InvalidOperationException("There is no roster: TwoFactor:UseRoster is false. Set it to true.");

        var replaced = await roster.RepairAsync(engine.Now, cancellationToken).ConfigureAwait(false);
        await new RecordSweep(vault, atATime)
            .RunAsync(_ => true, (row, token) => ListAsync(roster, row, token), cancellationToken)
            .ConfigureAwait(false);
        var result = new RosterRebuild { Listed = Interlocked.Read(ref _listed), PagesReplaced = replaced };
        var entry = new AuditEntry
        {
            Type = AuditEventTypes.RosterRebuilt,
            Detail = $"{result.Listed} users listed, {result.PagesReplaced} pages begun anew",
            Actor = actor,
            Reason = reason,
        };
        await policies.RecordAsync(entry, engine.Now, cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async ValueTask ListAsync(Roster roster, AccountRow row, CancellationToken cancellationToken)
    {
        if (!vault.TryOpen(row, out var account) || !account.IsProtected)
            return;

        var (page, version) = await roster
            .ReadPageAsync(Roster.PageOf(row.Key.UserId), cancellationToken)
            .ConfigureAwait(false);
        var isSettled = page.Users.GetValueOrDefault(row.Key.UserId) is { IsPending: false };
        if (account.RosterVersion > 0 && account.RosterVersion <= version && isSettled)
            return;

        var command = new ListUserCommand { UserId = row.Key.UserId, IsAnew = true };
        if (await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false))
            Interlocked.Increment(ref _listed);
    }
}
