namespace TwoFactor;

/// <summary>Closes the challenge of which the user says "It was not me", and the sign-in that it belongs to.</summary>
internal sealed class NotMeCommand : AccountCommand<TwoFactorOutcome>
{
    public required string ChallengeId { get; init; }

    public override bool IsUrgent => true;

    public override TwoFactorOutcome Contended => TwoFactorOutcome.Throttled;

    public override Transition<TwoFactorOutcome> Apply(TwoFactorAccount account, RuleContext context)
    {
        var change = new AccountChange(account, context);
        if (ChallengeRules.FindOpen(change, ChallengeId) is not { } challenge)
            return new(null, TwoFactorOutcome.NotFound, []);

        ChallengeRules.Close(change, challenge);
        var factor = challenge.FactorId is { } id ? account.FindFactor(id) : null;
        change.Record(AuditEventTypes.NotMe, factor, detail: WordFor(challenge.Purpose));
        AbandonQuestion(change, account);
        return change.Done(TwoFactorOutcome.Accepted);
    }

    // A vendor may be asked at this moment for a code that is closed now. Its yes must come to nothing.
    private static void AbandonQuestion(AccountChange change, TwoFactorAccount before)
    {
        if (
            before.RemoteCheck is { } waiting
            && before.FindChallenge(waiting.ChallengeId) is not null
            && change.Account.FindChallenge(waiting.ChallengeId) is null
        )
            RemoteRules.Abandon(change);
    }

    private static string WordFor(ChallengePurpose purpose) =>
        purpose switch
        {
            ChallengePurpose.SignIn => "sign_in",
            ChallengePurpose.StepUp => "step_up",
            _ => "change",
        };
}
