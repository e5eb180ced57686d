namespace TwoFactor;

/// <summary>
/// The one path for every entered code, whatever its purpose. The same write decides the attempt and counts it, so no
/// guess is free. Methods cannot count, so they cannot forget to.
/// </summary>
internal static class AttemptRules
{
    private static readonly TimeSpan s_betweenNotes = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Checks a code against the candidates and counts the attempt. Afterwards the change contains the spent code or
    /// the counted failure.
    /// </summary>
    public static AttemptVerdict Attempt(AccountChange change, PresentedCode code, ReadOnlySpan<Factor> candidates)
    {
        if (RemoteRules.Refuse(change) is { } waiting)
            return waiting;

        if (RemoteRules.IsAnswered(change))
            return Settle(change, candidates);

        if (RefuseIfLocked(change) is { } locked)
            return locked;

        if (candidates.IsEmpty)
            return RefuseWithoutCandidates(change);

        // A slip of the finger or of the clipboard is no guess: the same answer, nothing written, no attempt spent.
        var pendingId = PendingId(candidates);
        if (!CodeShape.FitsAny(change, code.Text, candidates))
            return FailureRules.Answer(
                change,
                TwoFactorOutcome.InvalidCode,
                CandidateCheck.Only(candidates),
                pendingId
            );

        var check = CandidateCheck.Of(change, code, candidates);
        if (check.Best.Result == FactorCheckResult.Right)
            return Accept(change, check.Factor!, check.Best, code.Sent);

        return
            check is { Best.Result: FactorCheckResult.Wrong, HasFailed: false }
            && RemoteRules.TryAsk(change, code, candidates, check.IsLocal)
            ? new(TwoFactorOutcome.Throttled)
            : Fail(change, check, pendingId);
    }

    /// <summary>
    /// The pending factor that a code is to confirm: then it is the only candidate. Null for any other code.
    /// </summary>
    public static string? PendingId(ReadOnlySpan<Factor> candidates) =>
        candidates is [{ Status: FactorStatus.Pending } pending] ? pending.Id : null;

    /// <summary>
    /// While the account is locked nothing is checked: a right code gets the same answer as a wrong one.
    /// </summary>
    public static AttemptVerdict? RefuseIfLocked(AccountChange change) =>
        change.Account.IsLocked(change.Now)
            ? RefuseUnchecked(change) with
            {
                RetryAfter = change.Account.LockedUntil - change.Now,
            }
            : null;

    /// <summary>Refuses without checking and without counting.</summary>
    public static AttemptVerdict Refuse(AccountChange change, TwoFactorOutcome outcome)
    {
        change.Record(AuditEventTypes.Verification, outcome: outcome);
        return new(outcome);
    }

    // What is not checked is no guess. The trail is told once a minute that codes come, so a flood writes no more.
    private static AttemptVerdict RefuseUnchecked(AccountChange change)
    {
        if (change.Now - change.Account.RefusalNotedAt < s_betweenNotes)
            return new(TwoFactorOutcome.Locked);

        change.Account = change.Account with { RefusalNotedAt = change.Now };
        return Refuse(change, TwoFactorOutcome.Locked);
    }

    // Naming a factor that does not exist must not allow free guesses.
    private static AttemptVerdict RefuseWithoutCandidates(AccountChange change)
    {
        if (!change.Account.HasActiveFactor)
            return change.Account.IsEnabled ? RefuseUnchecked(change) : Refuse(change, TwoFactorOutcome.NotEnrolled);

        change.Record(AuditEventTypes.Verification, outcome: TwoFactorOutcome.InvalidCode);
        FailureRules.Charge(change, pendingId: null);
        return FailureRules.Answer(change, TwoFactorOutcome.InvalidCode, null);
    }

    private static AttemptVerdict Accept(AccountChange change, Factor factor, FactorCheck check, Challenge? challenge)
    {
        var used = factor with
        {
            State = check.NewState ?? factor.State,
            LastUsedAt = change.Now,
            UsesLeft = factor.UsesLeft - 1,
            Failures = 0,
        };

        // Confirming an additional factor proves nothing about the existing ones, so guesses at them stay counted.
        var isProof = factor.Status == FactorStatus.Active || !change.Account.HasActiveFactor;
        change.Account = change.Account with
        {
            Factors = change.Account.FactorsWith(used),
            LastVerifiedAt = change.Now,
            Sends = 0,
            NextSendAt = null,
            Failures = isProof ? 0 : change.Account.Failures,
            LockedUntil = isProof ? null : change.Account.LockedUntil,
        };

        // A sent code belongs to its challenge, and is removed with it, whatever purpose it was entered for.
        if (challenge?.FactorId is { } sentTo && sentTo == factor.Id)
        {
            ChallengeRules.Close(change, challenge);
            change.Accepted = Arrived(change, used, challenge);
        }

        change.Record(AuditEventTypes.Verification, used, TwoFactorOutcome.Accepted, detail: check.Detail);
        if (
            used.UsesLeft is { } left
            && left <= change.Options.RecoveryCodes.WarnAt
            && used.Method == FactorMethodNames.RecoveryCode
        )
            change.Record(AuditEventTypes.RecoveryCodesLow, used);

        return new(TwoFactorOutcome.Accepted, used)
        {
            AuthenticationMethods = change.Context.Methods.Earned(used.Method, check.AuthenticationMethods),
        };
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

    // The vendor's answer is for one factor and one challenge, even if others were opened in the meantime.
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
                : Accept(change, factor, default, change.Account.FindChallenge(settled.ChallengeId));

        // Where a factor of ours was guessed at, a vendor that was not reached or kept silent makes the guess no
        // better.
        var said = change.Context.Remote!.Result;
        var outcome =
            settled.IsGuess || said is RemoteCheckResult.Wrong or RemoteCheckResult.NotAsked
                ? TwoFactorOutcome.InvalidCode
                : TwoFactorOutcome.Throttled;
        var detail = said == RemoteCheckResult.Unknown ? "the vendor did not answer" : null;
        var pendingId = settled.IsPending ? settled.FactorId : null;
        change.Record(AuditEventTypes.Verification, factor, outcome, detail: detail);
        FailureRules.Consequences(change, pendingId);
        return FailureRules.Answer(change, outcome, factor, pendingId);
    }

    private static AttemptVerdict Fail(AccountChange change, CandidateCheck check, string? pendingId)
    {
        var isUsed = check.Best.Result == FactorCheckResult.Used;
        var outcome = isUsed ? TwoFactorOutcome.CodeUsed : TwoFactorOutcome.InvalidCode;
        change.Record(AuditEventTypes.Verification, check.Factor, outcome, detail: check.Detail);
        if (isUsed)
            change.Record(AuditEventTypes.CodeReused, check.Factor);

        if (!isUsed || change.Options.Attempts.CountReusedCodes)
            FailureRules.Charge(change, pendingId);

        return FailureRules.Answer(change, outcome, check.Factor, pendingId);
    }
}
