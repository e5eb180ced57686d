namespace TwoFactor;

/// <summary>
/// Re-encrypts with the newest key the records that have an older one. Each record is one conditional write: if it
/// meets another write, one of the two is tried again, and either way the newest key is used. After a stop, a new run
/// skips what is done.
/// </summary>
internal sealed class Resealer(
    AccountVault vault,
    PolicyVault policies,
    TimeProvider clock,
    int atATime = RecordSweep.AtATime
)
{
    private const int MaxTries = 16;

    private readonly RecordSweep _sweep = new(vault, atATime);
    private readonly Lock _gate = new();
    private ResealProgress _state = new() { Resealed = 0, Left = 0 };

    public async Task<ResealProgress> RunAsync(IProgress<ResealProgress>? progress, CancellationToken cancellationToken)
    {
        var isPolicyCurrent = await IsPolicyCurrentAsync(cancellationToken).ConfigureAwait(false);
        var old = await _sweep.CountAsync(r => !vault.IsCurrent(r), cancellationToken).ConfigureAwait(false);
        _state = _state with { Left = old + (isPolicyCurrent == true ? 0 : 1) };
        progress?.Report(_state);
        if (isPolicyCurrent == false && await ResealPolicyAsync(cancellationToken).ConfigureAwait(false))
            OneMore(progress);

        await _sweep
            .RunAsync(
                row => !vault.IsCurrent(row),
                async (row, token) =>
                {
                    if (await ResealAsync(row, token).ConfigureAwait(false))
                        OneMore(progress);
                },
                cancellationToken
            )
            .ConfigureAwait(false);

        // Pages of the roster are nobody's record: only those that are left are counted, since old keys go by it.
        var rosterLeft = vault.Roster is { } roster
            ? await roster.ResealAsync(clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            : 0;

        // Users' own writes have sealed some meanwhile, and a process that does not know the newest key may have undone
        // others: what is left is counted, since old keys go by it.
        var left = await _sweep.CountAsync(r => !vault.IsCurrent(r), cancellationToken).ConfigureAwait(false);
        if (await IsPolicyCurrentAsync(cancellationToken).ConfigureAwait(false) != true)
            left++;

        left += rosterLeft;
        if (left != _state.Left)
        {
            _state = _state with { Left = left };
            progress?.Report(_state);
        }

        return _state;
    }

    // A record that a process with an older key wrote after the count was not counted, but is re-encrypted too.
    private void OneMore(IProgress<ResealProgress>? progress)
    {
        lock (_gate)
        {
            _state = new() { Resealed = _state.Resealed + 1, Left = Math.Max(0, _state.Left - 1) };
            progress?.Report(_state);
        }
    }

    private async ValueTask<bool> ResealAsync(AccountRow found, CancellationToken cancellationToken)
    {
        var row = found;
        for (var i = 0; i < MaxTries && row is not null; i++)
        {
            if (vault.IsCurrent(row))
                return true;

            if (!vault.TryOpen(row, out var account))
                return false;

            if (await vault.TryWriteAsync(account, row.Version, [], cancellationToken).ConfigureAwait(false))
                return true;

            row = await vault.FindAsync(found.Key.UserId, cancellationToken).ConfigureAwait(false);
        }

        return row is null;
    }

    /// <summary>
    /// Whether the policy has the newest key. Null if it cannot be decrypted; it then counts as left, like an account.
    /// </summary>
    private async Task<bool?> IsPolicyCurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await policies.LoadAsync(cancellationToken).ConfigureAwait(false)).IsCurrent;
        }
        catch (TwoFactorStoreException e)
            when (BrokenRecord.IsCauseOf(e) || e.InnerException is SealingKeyMissingException)
        {
            return null;
        }
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
