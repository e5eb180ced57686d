namespace TwoFactor;

internal sealed class AdministrationService(
    AccountEngine engine,
    AccountVault vault,
    PolicyVault policies,
    ImportDrafts drafts,
    IAuditStore audit,
    IQuotaStore quotas,
    TimeProvider clock
) : IAdministrationService
{
    public async Task<FactorChangeResult> ImportAsync(
        string userId,
        OtpAuthUri uri,
        string actor,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(uri);
        var import = new FactorImport
        {
            UserId = userId,
            Uri = uri,
            Actor = actor,
        };
        return await ImportAsync(import, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FactorChangeResult> ImportAsync(
        FactorImport import,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(import);
        AuditText.ThrowIfBad(import.Actor, null);
        UserIds.ThrowIfBad(import.UserId);
        using var activity = TwoFactorTelemetry.Start("import");
        return drafts.Make(import, engine.Now, out var command) is { } problem
            ? new() { Outcome = TwoFactorOutcome.InvalidInput, Message = problem }
            : await engine.ExecuteAsync(command!, cancellationToken).ConfigureAwait(false);
    }

    public string? FindProblem(FactorImport import)
    {
        ArgumentNullException.ThrowIfNull(import);
        return drafts.Make(import, engine.Now, out _);
    }

    public async Task<IReadOnlyList<UserSummary>> ListUsersAsync(
        string? afterUserId,
        int take,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, AccountVault.MaxPage);
        if (afterUserId is not null && !PlainText.CanBeStored(afterUserId))
            PlainText.ThrowIfNotPlain(afterUserId, nameof(afterUserId));

        var rows = await vault.ListPageAsync(afterUserId, take, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new UserSummary(r))];
    }

    public async Task<UserSummary> SummarizeAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);

        // The host may ask for ids that no record can have: those users are not enrolled.
        if (!PlainText.CanBeStored(userId))
            return new UserSummary(userId);

        // A database that takes two ids for one must not show the one as the other.
        return
            await vault.FindAsync(userId, cancellationToken).ConfigureAwait(false) is { } row
            && row.Key.UserId == userId
            ? new UserSummary(row)
            : new UserSummary(userId);
    }

    public async Task<TwoFactorReport> ReportAsync(CancellationToken cancellationToken = default)
    {
        long users = 0,
            enrolled = 0,
            locked = 0,
            weak = 0;
        var byMethod = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        await foreach (var row in vault.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            users++;
            if (row.IsEnrolled)
                enrolled++;

            if (row.LockedUntil > now)
                locked++;

            var summary = new UserSummary(row);
            if (summary.HasWeakFactor)
                weak++;

            foreach (var method in summary.Methods)
                byMethod[method] = byMethod.GetValueOrDefault(method) + 1;
        }

        return new()
        {
            Users = users,
            Enrolled = enrolled,
            ByMethod = byMethod,
            Locked = locked,
            Weak = weak,
        };
    }

    public async Task<ResetResult> EraseAsync(ResetRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfBad();
        using var activity = TwoFactorTelemetry.Start("erase");
        var command = new EraseCommand
        {
            UserId = request.UserId,
            Actor = request.Actor,
            Reason = request.Reason,
        };
        var result = await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        var account = await engine.ReadAsync(request.UserId, cancellationToken).ConfigureAwait(false);
        if (
            result.Succeeded
            && account.IsErased
            && await vault.IsForkedAsync(account, cancellationToken).ConfigureAwait(false)
        )
        {
            command = new EraseCommand
            {
                UserId = request.UserId,
                Actor = request.Actor,
                Reason = request.Reason,
                IsAgain = true,
            };
            result = await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
            account = await engine.ReadAsync(request.UserId, cancellationToken).ConfigureAwait(false);
        }

        if (result.Succeeded && account.AuditStart is { } start)
            await audit.EraseAsync(vault.Key(request.UserId), start.Sequence, cancellationToken).ConfigureAwait(false);

        return result;
    }

    public Task<PurgeProgress> PurgeAsync(
        IProgress<PurgeProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => new Purger(engine, vault, policies, audit, quotas).RunAsync(progress, cancellationToken);

    public Task<ResealProgress> ResealAsync(
        IProgress<ResealProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => new Resealer(vault, policies, clock).RunAsync(progress, cancellationToken);

    public Task<RosterRebuild> RebuildRosterAsync(
        string actor,
        string reason,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        AuditText.ThrowIfBad(actor, reason);
        return new RosterBuilder(engine, vault, policies, RecordSweep.AtATime).RunAsync(
            actor,
            reason,
            cancellationToken
        );
    }
}
