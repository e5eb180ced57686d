namespace TwoFactor;

internal sealed class AdministrationService(AccountEngine engine, AccountVault vault, PolicyVault policies, TimeProvider clock) : IAdministrationService
{
    private const int MaxTries = 16;
    private const int MaxNameLength = 64;

    public async Task<FactorChangeResult> ImportAsync(string userId, OtpAuthUri uri, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ResetRequest.ThrowIfBad(actor, null);
        using var activity = TwoFactorTelemetry.Start("import");
        var command = new ImportCommand
        {
            UserId = userId,
            FactorId = RandomId.Create(),
            Name = uri.Issuer.Length <= MaxNameLength ? uri.Issuer : uri.Issuer[..MaxNameLength],
            State = TotpState.Create(uri.Parameters, uri.Secret.Span),
            Actor = actor,
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<UserSummary>> ListUsersAsync(string? afterUserId, int take, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, AccountVault.MaxPage);
        var rows = await vault.ListPageAsync(afterUserId, take, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new UserSummary(r))];
    }

    public async Task<UserSummary> SummarizeAsync(string userId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        return await vault.FindAsync(userId, cancellationToken).ConfigureAwait(false) is { } row ? new UserSummary(row) : new UserSummary(userId);
    }

    public async Task<TwoFactorReport> ReportAsync(CancellationToken cancellationToken = default)
    {
        long users = 0, enrolled = 0, locked = 0;
        var byMethod = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        await foreach (var row in vault.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            users++;
            if (row.IsEnrolled)
                enrolled++;

            if (row.LockedUntil > now)
                locked++;

            foreach (var method in row.Methods.Split(',', StringSplitOptions.RemoveEmptyEntries))
                byMethod[method] = byMethod.GetValueOrDefault(method) + 1;
        }

        return new() { Users = users, Enrolled = enrolled, ByMethod = byMethod, Locked = locked };
    }

    public async Task<ResealProgress> ResealAsync(IProgress<ResealProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var old = new List<string>();
        await foreach (var row in vault.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!vault.IsCurrent(row))
                old.Add(row.Key.UserId);
        }

        var isPolicyCurrent = await IsPolicyCurrentAsync(cancellationToken).ConfigureAwait(false);
        var total = old.Count + (isPolicyCurrent == true ? 0 : 1);
        var state = new ResealProgress { Resealed = 0, Left = total };
        progress?.Report(state);
        if (isPolicyCurrent == false && await ResealPolicyAsync(cancellationToken).ConfigureAwait(false))
        {
            state = OneMore(state);
            progress?.Report(state);
        }

        foreach (var userId in old)
        {
            if (!await ResealAccountAsync(userId, cancellationToken).ConfigureAwait(false))
                continue;

            state = OneMore(state);
            progress?.Report(state);
        }

        return state;
    }

    /// <summary>Whether the newest key seals the policy; null if it does not open, which is left and told like an account that does not.</summary>
    private async Task<bool?> IsPolicyCurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await policies.LoadAsync(cancellationToken).ConfigureAwait(false)).IsCurrent;
        }
        catch (TwoFactorStoreException e) when (e.IsBrokenRecord || e.InnerException is SealingKeyMissingException)
        {
            return null;
        }
    }

    private static ResealProgress OneMore(ResealProgress state) => new() { Resealed = state.Resealed + 1, Left = state.Left - 1 };

    // A write of the user's own in between has sealed with the newest key as well; then the next look finds nothing left to do.
    private async Task<bool> ResealAccountAsync(string userId, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var row = await vault.FindAsync(userId, cancellationToken).ConfigureAwait(false);
            if (row is null || vault.IsCurrent(row))
                return true;

            if (!vault.TryOpen(row, out var account))
                return false;

            if (await vault.TryWriteAsync(account, row.Version, [], cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    private async Task<bool> ResealPolicyAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var (policy, version, isCurrent) = await policies.LoadAsync(cancellationToken).ConfigureAwait(false);
            if (isCurrent || await policies.TryWriteAsync(policy, version, [], cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }
}
