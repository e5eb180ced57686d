namespace TwoFactor;

/// <summary>Counts failures, and applies locks (NIST SP 800-63B-4 §3.2.2).</summary>
internal static class FailureRules
{
    public static void Charge(AccountChange change)
    {
        change.Account = change.Account with { Failures = change.Account.Failures + 1 };
        Consequences(change);
    }

    /// <summary>
    /// Applies the consequences of the last counted failure: a lock each time the budget is used up, and in the end the
    /// disabling of all factors.
    /// </summary>
    public static void Consequences(AccountChange change)
    {
        var options = change.Options.Attempts;
        var failures = change.Account.Failures;
        if (failures > 0 && failures % options.Budget == 0)
        {
            // A lock also closes the open challenges, so their ids do not work after it ends.
            change.Account = change.Account with
            {
                LockedUntil = change.Now + options.LockAfter(failures),
                Challenges = [],
            };
            change.Record(AuditEventTypes.Locked);
        }

        if (
            failures >= options.DisableAfter
            && Array.Exists(change.Account.Factors, f => f.Status == FactorStatus.Active)
        )
            DisableFactors(change);
    }

    /// <summary>The answer to a failure: how many attempts are left, or how long the lock lasts.</summary>
    public static AttemptVerdict Answer(AccountChange change, TwoFactorOutcome outcome, Factor? factor)
    {
        var account = change.Account;
        var budget = change.Options.Attempts.Budget;
        return account.IsLocked(change.Now)
            ? new(outcome, factor, 0, account.LockedUntil - change.Now)
            : new(outcome, factor, budget - (account.Failures % budget));
    }

    private static void DisableFactors(AccountChange change)
    {
        change.Account = change.Account with
        {
            Factors = Array.ConvertAll(
                change.Account.Factors,
                f => f.Status == FactorStatus.Active ? f with { Status = FactorStatus.Disabled } : f
            ),
        };
        change.BumpEpoch();
        change.Record(AuditEventTypes.FactorsDisabled);
    }
}
