namespace TwoFactor;

/// <summary>Sends the code of an open challenge again, found by its id, or by the pending factor it confirms.</summary>
internal sealed class ResendCommand : AccountCommand<ChallengeAnswer>
{
    public string? ChallengeId { get; init; }

    public string? PendingFactorId { get; init; }

    public required ChallengeDraft Draft { get; init; }

    public RequestOrigin? Origin { get; init; }

    public override ChallengeAnswer Contended => ChallengeAnswer.Refused(TwoFactorOutcome.Throttled);

    public override ChallengeAnswer Throttled(TimeSpan? retryAfter) =>
        ChallengeAnswer.Refused(TwoFactorOutcome.Throttled, retryAfter);

    public override Transition<ChallengeAnswer> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (account.IsLocked(context.Now))
            return new(null, ChallengeAnswer.Refused(TwoFactorOutcome.Locked, account.LockedUntil - context.Now), []);

        var change = new AccountChange(account, context);
        var challenge = PendingFactorId is null
            ? ChallengeRules.FindOpen(change, ChallengeId)
            : ChallengeRules.FindSent(change, ChallengePurpose.Enrollment, PendingFactorId);
        var answer = challenge is null
            ? ReopenOrRefuse(change)
            : ChallengeRules.Resend(change, challenge, Draft, Origin);
        return answer.Result.Succeeded ? change.Done(answer) : new(null, answer, []);
    }

    // A pending factor outlives its first code: a resend opens a new challenge for it.
    private ChallengeAnswer ReopenOrRefuse(AccountChange change)
    {
        var pending = PendingFactorId is null ? null : change.Account.FindFactor(PendingFactorId);
        return
            pending is { Status: FactorStatus.Pending }
            && !pending.IsExpired(change.Now)
            && change.Context.Methods.Find(pending.Method) is IFactorSender
            ? ChallengeRules.Open(change, pending, ChallengePurpose.Enrollment, Draft, Origin)
            : ChallengeAnswer.Refused(TwoFactorOutcome.Expired);
    }
}
