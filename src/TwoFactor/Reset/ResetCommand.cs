namespace TwoFactor;

internal class ResetCommand : AccountCommand<ResetResult>
{
    public required string Actor { get; init; }

    public required string Reason { get; init; }

    public override bool IsRemedy => true;

    public override ResetResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<ResetResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (Actor == UserId)
            return new(null, new() { Outcome = TwoFactorOutcome.SelfServiceDenied }, []);

        if (account.AuditSequence == 0 && !account.IsReplacement)
            return new(null, new() { Outcome = TwoFactorOutcome.NotEnrolled }, []);

        // Kept are only the audit trail, the epoch, and what the policy knows about the user.
        var change = new AccountChange(account, context);
        change.Account = Emptied(account, context.Now);
        change.BumpEpoch();
        if (account.IsReplacement)
            change.Record(AuditEventTypes.RecordReplaced, actor: Actor, reason: Reason);

        change.Record(EventType, actor: Actor, reason: Reason);
        return change.Done(new ResetResult { Outcome = TwoFactorOutcome.Accepted, ResetAt = context.Now });
    }

    protected virtual string EventType => AuditEventTypes.Reset;

    protected virtual TwoFactorAccount Emptied(TwoFactorAccount account, DateTimeOffset now) =>
        new()
        {
            UserId = account.UserId,
            Epoch = account.Epoch,

            // A grace period that a wrong clock let begin in the future begins now.
            RequiredSince = account.RequiredSince > now ? now : account.RequiredSince,
            ResistantSince = account.ResistantSince > now ? now : account.ResistantSince,
            AuditSequence = account.AuditSequence,
            AuditHash = account.AuditHash,
            AuditStart = account.AuditStart,
            MustEnroll = true,
            ResetAt = now,
        };
}
