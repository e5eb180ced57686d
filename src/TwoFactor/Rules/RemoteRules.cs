using System.Globalization;

namespace TwoFactor;

/// <summary>
/// Attempts that a vendor decides. First the attempt is counted and written, then the vendor is asked, then the result
/// is settled. While one is waiting, no other attempt of the user is checked, so the budget holds under concurrency.
/// </summary>
internal static class RemoteRules
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Refuses without checking and counting, while another attempt waits for its answer, or if the command's answer is
    /// already settled or void. An attempt whose answer never came has its consequences now.
    /// </summary>
    public static AttemptVerdict? Refuse(AccountChange change)
    {
        if (IsAnswered(change))
            return null;

        if (change.Context.Remote is not null)
            return new(TwoFactorOutcome.Throttled);

        if (change.Account.RemoteCheck is not { } waiting)
            return null;

        // One that was proven waits as well: its code is spent at the vendor, and its own write accepts it.
        if (change.Now < waiting.ExpiresAt)
            return new(TwoFactorOutcome.Throttled, RetryAfter: waiting.ExpiresAt - change.Now);

        var hadActiveFactor = change.Account.HasActiveFactor;
        Abandon(change);
        return hadActiveFactor && !change.Account.HasActiveFactor
            ? AttemptRules.Refuse(change, TwoFactorOutcome.Locked)
            : null;
    }

    /// <summary>Whether the command brings the answer to the waiting attempt.</summary>
    public static bool IsAnswered(AccountChange change) =>
        change.Account.RemoteCheck is { } waiting && waiting.Id == change.Context.Remote?.Id;

    /// <summary>
    /// Ends a waiting attempt without its answer: the charge stands, with all that follows. One that was proven right
    /// has none. A guess at a factor of ours was wrong, whatever became of the vendor.
    /// </summary>
    public static void Abandon(AccountChange change)
    {
        if (change.Account.RemoteCheck is not { } waiting)
            return;

        Close(change);
        if (waiting.IsProven)
            return;

        // The charge of a pending factor goes with it.
        var factor = change.Account.FindFactor(waiting.FactorId);
        var isGone = waiting.IsPending && factor is null;
        change.Record(
            AuditEventTypes.Verification,
            factor,
            waiting.IsGuess ? TwoFactorOutcome.InvalidCode : TwoFactorOutcome.Throttled,
            detail: "the vendor's answer was lost" + (isGone ? ", and the pending factor is gone" : "")
        );
        FailureRules.Consequences(change, waiting.IsPending ? waiting.FactorId : null);
    }

    public static void Close(AccountChange change) => change.Account = change.Account with { RemoteCheck = null };

    /// <summary>
    /// Counts the attempt and prepares the question, if a vendor that also checks its codes sent one, and the text can
    /// be one. If the code was also a guess at factors that this library checks, the failure stands whatever the vendor
    /// answers.
    /// </summary>
    public static bool TryAsk(AccountChange change, PresentedCode code, ReadOnlySpan<Factor> candidates, bool isGuess)
    {
        foreach (var factor in candidates)
        {
            if (
                code.Sent is not { } challenge
                || challenge.FactorId != factor.Id
                || change.Context.Methods.Find(factor.Method) is not IRemoteFactorMethod method
                || !CodeShape.Fits(method, code.Text, factor)
            )
                continue;

            var check = new RemoteCheck
            {
                // The version tells it from every other attempt, also from one in the same tick that left no event.
                Id = string.Create(CultureInfo.InvariantCulture, $"{challenge.Id}.{change.Context.Version}"),
                FactorId = factor.Id,
                ChallengeId = challenge.Id,
                ExpiresAt = change.Now + s_patience,
                IsGuess = isGuess,
                IsPending = factor.Status == FactorStatus.Pending,
            };
            change.Account = change.Account with { RemoteCheck = check };
            FailureRules.Count(change, check.IsPending ? factor.Id : null, 1);
            change.Question = new RemoteQuestion(check.Id, method, code.For(factor, change));
            return true;
        }

        return false;
    }
}
