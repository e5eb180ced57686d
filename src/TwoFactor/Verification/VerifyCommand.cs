namespace TwoFactor;

internal sealed class VerifyCommand : AccountCommand<VerificationResult>
{
    public required string Code { get; init; }

    public string? ChallengeId { get; init; }

    public string? FactorId { get; init; }

    public ChallengePurpose Purpose { get; init; } = ChallengePurpose.SignIn;

    /// <summary>The device to trust if the code is right, or null.</summary>
    public DeviceDraft? Device { get; init; }

    public override VerificationResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<VerificationResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        // Nothing is written for users of whom nothing is known.
        if (account.AuditSequence == 0)
            return new(null, new() { Outcome = TwoFactorOutcome.NotEnrolled }, []);

        var change = new AccountChange(account, context);
        var asked = ChallengeRules.FindOpen(change, ChallengeId);
        if (ChallengeId is not null && asked is null)
            return change.Done(
                Refused(
                    change,
                    AttemptRules.RefuseIfLocked(change) ?? AttemptRules.Refuse(change, TwoFactorOutcome.Expired)
                )
            );

        // The code may have been sent by another challenge than the one that is asked: sign-in opens one, the choice of
        // a factor the next.
        var sent = asked?.State is not null
            ? asked
            : ChallengeRules.FindSent(change, asked?.Purpose ?? Purpose, asked?.FactorId ?? FactorId);
        var verdict = AttemptRules.Attempt(change, Code, Candidates(change, asked?.FactorId), sent);
        return verdict.Outcome == TwoFactorOutcome.Accepted
            ? Accepted(change, verdict, asked)
            : change.Refused(Refused(change, verdict));
    }

    // A challenge for one factor is answered by that factor or a backup of it, and so is a choice of one.
    private Factor[] Candidates(AccountChange change, string? only) =>
        Array.FindAll(
            change.Account.Factors,
            f => f.IsUsable(change.Now) && (f.IsBackup || (Is(f, only) && Is(f, FactorId)))
        );

    private static bool Is(Factor factor, string? id) => id is null || factor.Id == id;

    private Transition<VerificationResult> Accepted(AccountChange change, AttemptVerdict verdict, Challenge? asked)
    {
        var factor = verdict.Factor!;
        if (asked is not null)
            ChallengeRules.Close(change, asked);

        var purpose = asked?.Purpose ?? Purpose;

        // A code that an administrator gave for once does not buy a month.
        var isLasting = factor.Method != FactorMethodNames.TemporaryCode;
        var isTrusted =
            Device is not null
            && isLasting
            && purpose == ChallengePurpose.SignIn
            && change.Options.TrustedDevices.Enabled;
        if (isTrusted)
            DeviceRules.Trust(change, Device!);

        return change.Done(
            new VerificationResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                FactorId = factor.Id,
                Method = factor.Method,
                AuthenticationMethods = change.Context.Methods.AuthenticationMethods(factor.Method),
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
