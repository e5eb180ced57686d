namespace TwoFactor;

internal sealed class ResetCommand : AccountCommand<ResetResult>
{
    public required string Actor { get; init; }

    public required string Reason { get; init; }

    public override bool IsRemedy => true;

    public override ResetResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<ResetResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (Actor.Equals(UserId, StringComparison.Ordinal))
            return new(null, new() { Outcome = TwoFactorOutcome.SelfServiceDenied }, []);

        if (account.AuditSequence == 0 && !account.IsReplacement)
            return new(null, new() { Outcome = TwoFactorOutcome.NotEnrolled }, []);

        // Only the trail, the epoch and what the policy knows of the user survive.
        var change = new AccountChange(account, context);
        change.Account = new TwoFactorAccount
        {
            UserId = account.UserId,
            Epoch = account.Epoch,
            RequiredSince = account.RequiredSince,
            AuditSequence = account.AuditSequence,
            AuditHash = account.AuditHash,
            MustEnroll = true,
            ResetAt = context.Now,
        };
        change.BumpEpoch();
        if (account.IsReplacement)
            change.Record(AuditEventTypes.RecordReplaced, actor: Actor, reason: Reason);

        change.Record(AuditEventTypes.Reset, actor: Actor, reason: Reason);
        return change.Done(new ResetResult { Outcome = TwoFactorOutcome.Accepted, ResetAt = context.Now });
    }
}
