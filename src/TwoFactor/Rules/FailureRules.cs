namespace TwoFactor;

/// <summary>
/// Counts failures, and what follows from them (NIST SP 800-63B-4 §3.2.2). Those of a pending factor count against it
/// alone: a user who mistypes while setting up is not locked out, and is not what guesses at a sign-in are charged to.
/// </summary>
internal static class FailureRules
{
    /// <summary>Charges one failure, with all that follows from it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="pendingId">The pending factor that the code was to confirm; null for any other code.</param>
    public static void Charge(AccountChange change, string? pendingId)
    {
        Count(change, pendingId, 1);
        Consequences(change, pendingId);
    }

    /// <summary>Counts a failure, or takes one back, without what follows.</summary>
    public static void Count(AccountChange change, string? pendingId, int failures)
    {
        if (pendingId is null)
            change.Account = change.Account with { Failures = change.Account.Failures + failures };
        else if (change.Account.FindFactor(pendingId) is { } pending)
            change.Replace(pending with { Failures = pending.Failures + failures });
    }

    /// <summary>
    /// What follows from the last counted failure: a lock at each full budget, and at last the end of all factors. A
    /// pending factor is dropped at the first full budget, and is set up anew.
    /// </summary>
    public static void Consequences(AccountChange change, string? pendingId)
    {
        if (pendingId is not null)
        {
            DropPending(change, pendingId);
            return;
        }

        var options = change.Options.Attempts;
        var failures = change.Account.Failures;
        if (failures > 0 && failures % options.Budget == 0)
        {
            // A lock closes the open challenges: their ids fail after it ends.
            change.CloseChallenges();
            change.Account = change.Account with
            {
                LockedUntil = change.Now + options.LockAfter(failures),
                RefusalNotedAt = null,
            };
            change.Record(AuditEventTypes.Locked);
        }

        if (
            failures >= options.DisableAfter
            && Array.Exists(change.Account.Factors, f => f.Status == FactorStatus.Active)
        )
            DisableFactors(change);
    }

    /// <summary>The answer to a failure: what is left of the budget, or how long the lock lasts.</summary>
    public static AttemptVerdict Answer(
        AccountChange change,
        TwoFactorOutcome outcome,
        Factor? factor,
        string? pendingId = null
    )
    {
        var account = change.Account;
        var budget = change.Options.Attempts.Budget;
        if (pendingId is not null)
            return new(outcome, factor, account.FindFactor(pendingId) is { } left ? budget - left.Failures : 0);

        return account.IsLocked(change.Now)
            ? new(outcome, factor, 0, account.LockedUntil - change.Now)
            : new(outcome, factor, budget - (account.Failures % budget));
    }

    private static void DropPending(AccountChange change, string factorId)
    {
        if (
            change.Account.FindFactor(factorId) is not { Status: FactorStatus.Pending } pending
            || pending.Failures < change.Options.Attempts.Budget
        )
            return;

        change.Remove(pending);
        change.Record(AuditEventTypes.EnrollmentCancelled, pending, detail: "too many wrong codes");
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
