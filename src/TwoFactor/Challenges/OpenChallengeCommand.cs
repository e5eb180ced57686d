namespace TwoFactor;

internal sealed class OpenChallengeCommand : AccountCommand<TwoFactorChallenge>
{
    public string? FactorId { get; init; }

    public required ChallengePurpose Purpose { get; init; }

    /// <summary>The ticket of the sign-in that asks; null for none.</summary>
    public string? SignInId { get; init; }

    public string? SessionId { get; init; }

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

        if (!account.HasActiveFactor)
            return new(
                null,
                TwoFactorChallenge.Refused(account.IsEnabled ? TwoFactorOutcome.Locked : TwoFactorOutcome.NotEnrolled),
                []
            );

        var change = new AccountChange(account, context);
        var signIn = ChallengeRules.FindOpen(change, SignInId);
        if (SignInId is not null && signIn is not { Purpose: ChallengePurpose.SignIn, FactorId: null })
            return new(null, TwoFactorChallenge.Refused(TwoFactorOutcome.Expired), []);

        if (Choose(account, context, signIn) is not { } factor)
            return new(null, TwoFactorChallenge.Refused(TwoFactorOutcome.NotFound), []);

        var verdict = ChallengeRules.Open(change, factor, Purpose, Draft, Origin, signIn, SessionId);
        var result = TwoFactorChallenge.Of(verdict);
        if (verdict.Challenge is { } opened)
            result.ClientOptions = ChallengeRules.ClientOptions(change, opened, factor.Method);

        // A sign-in's own ticket is there already.
        return verdict.IsOpen && verdict.Challenge != signIn ? change.Done(result) : new(null, result, []);
    }

    private Factor? Choose(TwoFactorAccount account, RuleContext context, Challenge? signIn)
    {
        var isDemanded = ResistanceRules.IsDemanded(account, signIn, Purpose);
        var active = Array.FindAll(
            account.Factors,
            f => f.IsUsable(context.Now) && ResistanceRules.Admits(account, context.Methods.Resistant, isDemanded, f)
        );
        return FactorId is null
            ? active
                .Where(f => !f.IsBackup)
                .OrderByDescending(f => f.LastUsedAt ?? DateTimeOffset.MinValue)
                .FirstOrDefault()
            : Array.Find(active, f => f.Id == FactorId);
    }
}
