namespace TwoFactor;

internal sealed class RegenerateCommand : AccountCommand<FactorChangeResult>
{
    public required FreshProof? Proof { get; init; }

    public required RecoveryCodeDraft RecoveryCodes { get; init; }

    public override FactorChangeResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<FactorChangeResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (!account.HasActiveFactor)
            return new(
                null,
                new() { Outcome = account.IsEnabled ? TwoFactorOutcome.Locked : TwoFactorOutcome.NotEnrolled },
                []
            );

        var change = new AccountChange(account, context);
        var proof = ProofRules.Check(change, Proof);
        if (proof.Outcome != TwoFactorOutcome.Accepted)
            return change.Refused(FactorChangeResult.Refused(proof));

        RecoveryCodeRules.Replace(change, RecoveryCodes);
        change.BumpEpoch();
        return change.Done(
            new FactorChangeResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                RecoveryCodes = RecoveryCodes.Codes,
                Epoch = change.Account.Epoch,
            }
        );
    }
}
