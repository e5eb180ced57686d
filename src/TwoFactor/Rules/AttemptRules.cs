namespace TwoFactor;

/// <summary>
/// The one path that every presented code takes, whatever it is for. The attempt is charged in the write that decides
/// it, so no guess is free; a method cannot count, and cannot forget to.
/// </summary>
internal static class AttemptRules
{
    /// <summary>
    /// Checks a code against the candidates and charges it. The change then holds the spent code or the counted
    /// failure.
    /// </summary>
    public static AttemptVerdict Attempt(
        AccountChange change,
        string code,
        ReadOnlySpan<Factor> candidates,
        Challenge? challenge
    )
    {
        if (RemoteRules.Refuse(change) is { } waiting)
            return waiting;

        if (RemoteRules.IsAnswered(change))
            return Settle(change, candidates);

        if (RefuseIfLocked(change) is { } locked)
            return locked;

        if (candidates.IsEmpty)
            return Refuse(change, change.Account.IsEnabled ? TwoFactorOutcome.Locked : TwoFactorOutcome.NotEnrolled);

        // A slip of the finger or of the clipboard is no guess: the same answer, nothing written, no attempt spent.
        if (!CodeShape.FitsAny(change, code, candidates))
            return AfterFailure(change, TwoFactorOutcome.InvalidCode, Only(candidates), change.Options.Attempts);

        var (result, factor, state, failure) = Check(change, code, candidates, challenge);
        if (result == FactorCheckResult.Right)
            return Accept(change, factor!, state!, challenge);

        return
            result == FactorCheckResult.Wrong
            && failure is null
            && RemoteRules.TryAsk(change, code, candidates, challenge)
            ? new(TwoFactorOutcome.Throttled)
            : Fail(
                change,
                result == FactorCheckResult.Used ? TwoFactorOutcome.CodeUsed : TwoFactorOutcome.InvalidCode,
                factor,
                failure
            );
    }

    /// <summary>
    /// While the account is locked nothing is checked, and the answer to a right code is that of a wrong one.
    /// </summary>
    public static AttemptVerdict? RefuseIfLocked(AccountChange change)
    {
        if (!change.Account.IsLocked(change.Now))
            return null;

        var verdict = Refuse(change, TwoFactorOutcome.Locked);
        return verdict with { RetryAfter = change.Account.LockedUntil - change.Now };
    }

    /// <summary>Refuses unchecked and uncharged.</summary>
    public static AttemptVerdict Refuse(AccountChange change, TwoFactorOutcome outcome)
    {
        change.Record(AuditEventTypes.Verification, outcome: outcome);
        return new(outcome);
    }

    // Every candidate is checked, whatever the others said: the work does not tell which factor was right.
    private static (FactorCheckResult Result, Factor? Factor, byte[]? State, string? Failure) Check(
        AccountChange change,
        string code,
        ReadOnlySpan<Factor> candidates,
        Challenge? challenge
    )
    {
        var best = FactorCheckResult.Wrong;
        var bestFactor = Only(candidates);
        byte[]? bestState = null;
        string? failure = null;
        var isChecked = false;
        foreach (var factor in candidates)
        {
            if (change.Context.Methods.Find(factor.Method) is not { } method)
                continue;

            isChecked = true;
            var own = challenge?.FactorId is { } id && id == factor.Id ? challenge : null;
            var check = Check(method, Describe(change, code, factor, own), ref failure);
            if (check.Result > best)
                (best, bestFactor, bestState) = (check.Result, factor, check.NewState);
        }

        // A code that nothing could check is not wrong: the host left a method out, and is told so.
        if (!isChecked)
            change.Context.Methods.Get(candidates[0].Method);

        return (best, bestFactor, bestState, failure);
    }

    public static FactorAttempt Describe(AccountChange change, string code, Factor factor, Challenge? challenge) =>
        new()
        {
            UserId = change.Account.UserId,
            FactorId = factor.Id,
            State = factor.State,
            Code = code,
            Now = change.Now,
            ChallengeId = challenge?.Id,
            ChallengeState = challenge?.State,
            Purpose = challenge?.Purpose ?? default,
            Deliveries = challenge?.Deliveries ?? [],
        };

    // A stranger's method that throws at what a user typed must give no free guess, nor keep the other factors from
    // being looked at.
    private static FactorCheck Check(IFactorMethod method, FactorAttempt attempt, ref string? failure)
    {
        try
        {
            return method.Check(attempt);
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e) when (e is not TwoFactorStoreException)
#pragma warning restore CA1031
        {
            failure = $"method {method.Name} threw {e.GetType().Name}";
            return FactorCheck.Wrong;
        }
    }

    /// <summary>
    /// The factor that a wrong code was meant for, where there is no doubt: the only one that backs up no other.
    /// </summary>
    private static Factor? Only(ReadOnlySpan<Factor> candidates)
    {
        Factor? only = null;
        foreach (var factor in candidates)
        {
            if (factor.IsBackup)
                continue;

            if (only is not null)
                return null;

            only = factor;
        }

        return only;
    }

    private static AttemptVerdict Accept(AccountChange change, Factor factor, byte[] state, Challenge? challenge)
    {
        var used = factor with { State = state, LastUsedAt = change.Now, UsesLeft = factor.UsesLeft - 1 };

        // Confirming a further factor proves nothing about the ones that were there: guesses against them stay counted.
        var isProof = factor.Status == FactorStatus.Active || !change.Account.HasActiveFactor;
        change.Replace(used);

        // A sent code lives in its challenge and goes with it, whatever it was presented for.
        if (challenge?.FactorId is { } sentTo && sentTo == factor.Id)
        {
            ChallengeRules.Close(change, challenge);
            change.Accepted = Arrived(change, used, challenge);
        }

        change.Account = change.Account with
        {
            LastVerifiedAt = change.Now,
            Sends = 0,
            NextSendAt = null,
            Failures = isProof ? 0 : change.Account.Failures,
            LockedUntil = isProof ? null : change.Account.LockedUntil,
        };
        change.Record(AuditEventTypes.Verification, used, TwoFactorOutcome.Accepted);
        if (
            used.UsesLeft is { } left
            && left <= change.Options.RecoveryCodes.WarnAt
            && used.Method == FactorMethodNames.RecoveryCode
        )
            change.Record(AuditEventTypes.RecoveryCodesLow, used);

        return new(TwoFactorOutcome.Accepted, used);
    }

    private static AcceptedSend? Arrived(AccountChange change, Factor factor, Challenge challenge) =>
        change.Context.Methods.Find(factor.Method) is IFactorSender sender
            ? new(
                sender,
                new FactorArrival
                {
                    State = factor.State,
                    Purpose = challenge.Purpose,
                    Attempts = challenge.Deliveries ?? [],
                    At = change.Now,
                }
            )
            : null;

    // The vendor has answered for one factor and one challenge, whatever else was opened meanwhile.
    private static AttemptVerdict Settle(AccountChange change, ReadOnlySpan<Factor> candidates)
    {
        var settled = change.Account.RemoteCheck!;
        Factor? factor = null;
        foreach (var candidate in candidates)
            factor = candidate.Id == settled.FactorId ? candidate : factor;

        RemoteRules.Close(change);
        if (settled.IsProven)
            return factor is null
                ? Refuse(change, TwoFactorOutcome.Expired)
                : Accept(change, factor, factor.State, change.Account.FindChallenge(settled.ChallengeId));

        var isWrong = change.Context.Remote!.Result == RemoteCheckResult.Wrong;
        var outcome = isWrong ? TwoFactorOutcome.InvalidCode : TwoFactorOutcome.Throttled;
        change.Record(
            AuditEventTypes.Verification,
            factor,
            outcome,
            detail: isWrong ? null : "the vendor did not answer"
        );
        Consequences(change, change.Options.Attempts);
        return AfterFailure(change, outcome, factor, change.Options.Attempts);
    }

    private static AttemptVerdict Fail(AccountChange change, TwoFactorOutcome outcome, Factor? factor, string? failure)
    {
        change.Record(AuditEventTypes.Verification, factor, outcome, detail: failure);
        if (outcome == TwoFactorOutcome.CodeUsed)
            change.Record(AuditEventTypes.CodeReused, factor);

        var options = change.Options.Attempts;
        if (outcome != TwoFactorOutcome.CodeUsed || options.CountReusedCodes)
            Charge(change, options);

        return AfterFailure(change, outcome, factor, options);
    }

    private static AttemptVerdict AfterFailure(
        AccountChange change,
        TwoFactorOutcome outcome,
        Factor? factor,
        AttemptOptions options
    )
    {
        var account = change.Account;
        return account.IsLocked(change.Now)
            ? new(outcome, factor, 0, account.LockedUntil - change.Now)
            : new(outcome, factor, options.Budget - (account.Failures % options.Budget));
    }

    private static void Charge(AccountChange change, AttemptOptions options)
    {
        change.Account = change.Account with { Failures = change.Account.Failures + 1 };
        Consequences(change, options);
    }

    /// <summary>
    /// What follows from the last counted failure: a lock at each full budget, and at last the end of all factors.
    /// </summary>
    public static void Consequences(AccountChange change, AttemptOptions options)
    {
        var failures = change.Account.Failures;
        if (failures > 0 && failures % options.Budget == 0)
        {
            // A lock closes the open challenges: their ids fail after it ends.
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
