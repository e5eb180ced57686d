namespace TwoFactor;

internal sealed class AdministrationService(
    AccountEngine engine,
    AccountVault vault,
    PolicyVault policies,
    IAuditStore audit,
    IQuotaStore quotas,
    TimeProvider clock
) : IAdministrationService
{
    private const int MaxNameLength = 64;

    public async Task<FactorChangeResult> ImportAsync(
        string userId,
        OtpAuthUri uri,
        string actor,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(uri);
        AuditText.ThrowIfBad(actor, null);
        using var activity = TwoFactorTelemetry.Start("import");
        var command = new ImportCommand
        {
            UserId = userId,
            FactorId = RandomId.Create(),
            Name = NameOf(uri),
            State = TotpState.Create(uri.Parameters, uri.Secret.Span),
            IsWeak = uri.IsWeak,
            Actor = actor,
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(OtpAuthUri uri) =>
        PlainText.Shorten(uri.Issuer, MaxNameLength) is { Length: > 0 } name ? name : FactorMethodNames.Totp;

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

        return await vault.FindAsync(userId, cancellationToken).ConfigureAwait(false) is { } row
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
    ) => new Purger(engine, vault, audit, quotas).RunAsync(progress, cancellationToken);

    public Task<ResealProgress> ResealAsync(
        IProgress<ResealProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => new Resealer(vault, policies).RunAsync(progress, cancellationToken);
}
