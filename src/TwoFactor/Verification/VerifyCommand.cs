namespace TwoFactor;

internal sealed class VerifyCommand : AccountCommand<VerificationResult>
{
    public required string Code { get; init; }

    public string? ChallengeId { get; init; }

    public string? FactorId { get; init; }

    public ChallengePurpose? Purpose { get; init; }

    public string? SessionId { get; init; }

    /// <summary>The device to trust if the code is right, or null.</summary>
    public DeviceDraft? Device { get; init; }

    public override VerificationResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override bool IsLockedOut(VerificationResult result) => result?.Outcome == TwoFactorOutcome.Locked;

    public override Transition<VerificationResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        // For a user without a record, nothing is written.
        if (account.AuditSequence == 0)
            return new(null, new() { Outcome = TwoFactorOutcome.NotEnrolled }, []);

        // A mistaken purpose must not close the challenge.
        var change = new AccountChange(account, context);
        var asked = ChallengeRules.FindOpen(change, ChallengeId);
        if (ChallengeId is not null && (asked is null || asked.Purpose != (Purpose ?? asked.Purpose)))
            return change.Refused(
                Refused(
                    change,
                    AttemptRules.RefuseIfLocked(change) ?? AttemptRules.Refuse(change, TwoFactorOutcome.Expired)
                )
            );

        var purpose = asked?.Purpose ?? Purpose ?? ChallengePurpose.SignIn;
        var sent = asked?.State is not null ? asked : FindSent(change, purpose, asked);
        var mustResist = ResistanceRules.IsDemanded(account, asked, purpose);
        var candidates = Candidates(change, asked?.FactorId, mustResist);
        var verdict = AttemptRules.Attempt(change, new(Code, sent, asked), candidates);
        return verdict.Outcome == TwoFactorOutcome.Accepted
            ? Accepted(change, verdict, asked, purpose, mustResist)
            : change.Refused(Refused(change, verdict));
    }

    // The code may have been sent by another challenge than the one that is asked: sign-in opens one, the choice of a
    // factor the next. That one has to be of this sign-in, or of this session (ASVS 6.6.2).
    private Challenge? FindSent(AccountChange change, ChallengePurpose purpose, Challenge? asked)
    {
        var factorId = asked?.FactorId ?? FactorId;
        var own = ChallengeRules.FindSent(change, purpose, factorId, asked?.Id ?? SessionId);
        return own is null && asked is null && SessionId is not null
            ? ChallengeRules.FindSent(change, purpose, factorId)
            : own;
    }

    // A challenge for one factor is answered by that factor or a backup. The same holds for a chosen factor.
    private ReadOnlySpan<Factor> Candidates(AccountChange change, string? only, bool mustResist)
    {
        // What an administrator issued for the first factor is no second factor by itself.
        if (!change.Account.IsEnabled)
            return [];

        var candidates = new Factor[change.Account.Factors.Length];
        var count = 0;
        foreach (var factor in change.Account.Factors)
        {
            if (
                factor.IsUsable(change.Now)
                && ResistanceRules.Admits(change.Account, change.Context.Methods.Resistant, mustResist, factor)
                && (
                    factor.IsBackup
                    || (ChallengeRules.Admits(change, only, factor) && ChallengeRules.Admits(change, FactorId, factor))
                )
            )
                candidates[count++] = factor;
        }

        return candidates.AsSpan(0, count);
    }

    private Transition<VerificationResult> Accepted(
        AccountChange change,
        AttemptVerdict verdict,
        Challenge? asked,
        ChallengePurpose purpose,
        bool mustResist
    )
    {
        var factor = verdict.Factor!;
        if (asked is not null)
            ChallengeRules.Close(change, asked);

        // It was right, but it only leads to the enrolment of a method that resists phishing.
        var isResistant = ResistanceRules.Resists(change.Context.Methods.Resistant, factor);
        var isEnough = !mustResist || isResistant;

        // A single-use code from an administrator must not lead to weeks of trust.
        var isLasting = factor.Method != FactorMethodNames.TemporaryCode;
        var isTrusted =
            Device is not null
            && isEnough
            && isLasting
            && purpose == ChallengePurpose.SignIn
            && change.Options.TrustedDevices.Enabled;
        if (isTrusted)
            DeviceRules.Trust(change, Device!, isResistant);

        return change.Done(
            new VerificationResult
            {
                Outcome = isEnough ? TwoFactorOutcome.Accepted : TwoFactorOutcome.PhishingResistantRequired,
                FactorId = factor.Id,
                Method = factor.Method,
                AuthenticationMethods = verdict.AuthenticationMethods,
                Purpose = purpose,
                Epoch = change.Account.Epoch,
                DeviceToken = isTrusted ? Device!.Token : null,
            }
        );
    }

    private static VerificationResult Refused(AccountChange change, AttemptVerdict verdict) =>
        new()
        {
            Outcome = verdict.Outcome,
            FactorId = verdict.Factor?.Id,
            Method = verdict.Factor?.Method,
            AttemptsLeft = verdict.AttemptsLeft,
            RetryAfter = verdict.RetryAfter,
            Epoch = change.Account.Epoch,
        };
}
