namespace TwoFactor;

/// <summary>Shows what is pending; it changes nothing.</summary>
internal sealed class ShowPendingCommand : AccountCommand<EnrollmentResult>
{
    public required string AccountName { get; init; }

    public required FreshProof Proof { get; init; }

    public override EnrollmentResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<EnrollmentResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        var pending = Array.FindLast(
            account.Factors,
            f => f.Method == FactorMethodNames.Totp && f.Status == FactorStatus.Pending && !f.IsExpired(context.Now)
        );
        if (pending is null)
            return new(null, new() { Outcome = TwoFactorOutcome.NotFound }, []);

        // A page that is merely shown again must not spend a code.
        if (Proof.Code is not null)
            return new(null, new() { Outcome = TwoFactorOutcome.ReauthenticationRequired }, []);

        var proof = ProofRules.Check(new AccountChange(account, context), Proof);
        if (proof.Outcome != TwoFactorOutcome.Accepted)
            return new(null, new() { Outcome = proof.Outcome }, []);

        var draft = TotpMethod.Draft(pending.State, AccountName, context.Options);
        return new(
            null,
            new()
            {
                Outcome = TwoFactorOutcome.Accepted,
                FactorId = pending.Id,
                Method = pending.Method,
                Secret = draft.Secret,
                Uri = draft.Uri,
                ExpiresAt = pending.ExpiresAt,
            },
            []
        );
    }
}
