namespace TwoFactor;

internal sealed class OpenChallengeCommand : AccountCommand<ChallengeAnswer>
{
    public string? FactorId { get; init; }

    public required ChallengePurpose Purpose { get; init; }

    public required ChallengeDraft Draft { get; init; }

    public RequestOrigin? Origin { get; init; }

    public override ChallengeAnswer Contended => ChallengeAnswer.Refused(TwoFactorOutcome.Throttled);

    public override ChallengeAnswer Throttled(TimeSpan? retryAfter) =>
        ChallengeAnswer.Refused(TwoFactorOutcome.Throttled, retryAfter);

    public override Transition<ChallengeAnswer> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (account.IsLocked(context.Now))
            return new(null, ChallengeAnswer.Refused(TwoFactorOutcome.Locked, account.LockedUntil - context.Now), []);

        if (!account.HasActiveFactor)
            return new(
                null,
                ChallengeAnswer.Refused(account.IsEnabled ? TwoFactorOutcome.Locked : TwoFactorOutcome.NotEnrolled),
                []
            );

        if (Choose(account, context.Now) is not { } factor)
            return new(null, ChallengeAnswer.Refused(TwoFactorOutcome.NotFound), []);

        var change = new AccountChange(account, context);
        var answer = ChallengeRules.Open(change, factor, Purpose, Draft, Origin);
        return answer.Result.Succeeded ? change.Done(answer) : new(null, answer, []);
    }

    private Factor? Choose(TwoFactorAccount account, DateTimeOffset now)
    {
        var active = Array.FindAll(account.Factors, f => f.IsUsable(now));
        return FactorId is null
            ? active
                .Where(f => !f.IsBackup)
                .OrderByDescending(f => f.LastUsedAt ?? DateTimeOffset.MinValue)
                .FirstOrDefault()
            : Array.Find(active, f => f.Id == FactorId);
    }
}
