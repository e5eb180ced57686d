namespace TwoFactor;

/// <summary>
/// Sends a new code for an open challenge, found by its id or by the pending factor that it confirms.
/// </summary>
internal sealed class ResendCommand : AccountCommand<TwoFactorChallenge>
{
    public string? ChallengeId { get; init; }

    public string? PendingFactorId { get; init; }

    public required ChallengeDraft Draft { get; init; }

    public RequestOrigin? Origin { get; init; }

    public override TwoFactorChallenge Contended => TwoFactorChallenge.Refused(TwoFactorOutcome.Throttled);

    public override TwoFactorChallenge Throttled(TimeSpan? retryAfter) =>
        TwoFactorChallenge.Refused(TwoFactorOutcome.Throttled, retryAfter);

    public override Transition<TwoFactorChallenge> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (account.IsLocked(context.Now))
            return new(
                null,
                TwoFactorChallenge.Refused(TwoFactorOutcome.Locked, account.LockedUntil - context.Now),
                []
            );

        var change = new AccountChange(account, context);
        var challenge = PendingFactorId is null
            ? ChallengeRules.FindOpen(change, ChallengeId)
            : ChallengeRules.FindSent(change, ChallengePurpose.Enrollment, PendingFactorId);
        var verdict = challenge is null
            ? ReopenOrRefuse(change)
            : ChallengeRules.Resend(change, challenge, Draft, Origin);
        var result = TwoFactorChallenge.Of(verdict);
        return verdict.IsOpen ? change.Done(result) : new(null, result, []);
    }

    // A pending factor outlives its first code. A resend then opens a new challenge for it.
    private ChallengeVerdict ReopenOrRefuse(AccountChange change)
    {
        var pending = PendingFactorId is null ? null : change.Account.FindFactor(PendingFactorId);
        return
            pending is { Status: FactorStatus.Pending }
            && !pending.IsExpired(change.Now)
            && change.Context.Methods.Find(pending.Method) is IFactorSender
            ? ChallengeRules.Open(change, pending, ChallengePurpose.Enrollment, Draft, Origin)
            : ChallengeVerdict.Refuse(TwoFactorOutcome.Expired);
    }
}
