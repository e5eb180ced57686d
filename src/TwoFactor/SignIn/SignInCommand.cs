namespace TwoFactor;

internal sealed class SignInCommand : AccountCommand<SignInEvaluation>
{
    public required RequirementPolicy Policy { get; init; }

    public required SignInFacts Facts { get; init; }

    public required ChallengeDraft Draft { get; init; }

    public DevicePresented? Device { get; init; }

    public override SignInEvaluation Contended =>
        new() { Decision = SignInDecision.Denied, Reason = SignInReasons.Throttled };

    public override Transition<SignInEvaluation> Apply(TwoFactorAccount account, RuleContext context)
    {
        var change = new AccountChange(account, context);
        var resistant = context.Methods.Resistant;
        var first = RequirementRules.Decide(Policy, Facts, account, context.Now, isDeviceTrusted: false, resistant);

        // A device token is used, and rotated, only if it decides.
        var isTrusted =
            first.Decision == SignInDecision.Challenge
            && Device is not null
            && DeviceRules.Use(change, Device, first.MustResist);
        var decision = isTrusted
            ? RequirementRules.Decide(Policy, Facts, account, context.Now, isDeviceTrusted: true, resistant)
            : first;
        RememberRequirement(change, decision);
        if (decision.Decision == SignInDecision.Allowed && !decision.IsRequired && account.AuditSequence == 0)
            return new(null, Describe(change, decision, null, isTrusted), []);

        change.Record(AuditEventTypes.SignIn, decision: decision.Decision.ToCode(), detail: decision.Reason);
        var challengeId =
            decision.Decision == SignInDecision.Challenge
                ? ChallengeRules.OpenSignIn(change, Draft, decision.MustResist).Id
                : null;
        return change.Done(Describe(change, decision, challengeId, isTrusted));
    }

    // The grace period starts here. If nothing is required of the user any more, it is reset: not by a sign-in that an
    // exemption or the client made free, since other sign-ins of the user are not.
    private static void RememberRequirement(AccountChange change, RequirementDecision decision)
    {
        if (decision.IsRequired)
            change.Account = change.Account with { RequiredSince = change.Account.RequiredSince ?? change.Now };
        else if (decision is { IsLifted: false, Reason: SignInReasons.NotRequired or SignInReasons.Enrolled })
            change.Account = change.Account with { RequiredSince = null };

        if (decision.IsResistanceDemanded)
            change.Account = change.Account with { ResistantSince = change.Account.ResistantSince ?? change.Now };
        else if (!decision.IsLifted && change.Account.ResistantSince is not null)
            change.Account = change.Account with { ResistantSince = null };

        if (change.Account.MustResist != decision.MustResist)
            change.Account = change.Account with { MustResist = decision.MustResist };
    }

    private SignInEvaluation Describe(
        AccountChange change,
        RequirementDecision decision,
        string? challengeId,
        bool isTrusted
    ) =>
        new()
        {
            Decision = decision.Decision,
            Reason = decision.Reason,
            Rules = decision.Rules,
            IsRequired = decision.IsRequired,
            MustResistPhishing = decision.MustResist,
            ChallengeId = challengeId,
            Factors = challengeId is null
                ? null
                :
                [
                    .. change
                        .Account.Factors.Where(f =>
                            !f.IsBackup
                            && f.Status == FactorStatus.Active
                            && ResistanceRules.Admits(
                                change.Account,
                                change.Context.Methods.Resistant,
                                decision.MustResist,
                                f
                            )
                        )
                        .Select(f => new FactorInfo(f, change.Context.Methods)),
                ],
            GraceUntil = decision.GraceUntil,
            RetryAfter = decision.Reason == SignInReasons.Locked ? change.Account.LockedUntil - change.Now : null,
            DeviceToken = isTrusted ? Device!.NextToken : null,
            Epoch = change.Account.Epoch,
        };
}
