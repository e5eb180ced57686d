namespace TwoFactor;

internal sealed class IssueTemporaryCodeCommand : AccountCommand<TemporaryCodeResult>
{
    public required string FactorId { get; init; }

    public required FactorDraft Draft { get; init; }

    public required TimeSpan ValidFor { get; init; }

    public required string Actor { get; init; }

    public required string Reason { get; init; }

    public override bool IsUrgent => true;

    public override TemporaryCodeResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<TemporaryCodeResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (Actor == UserId)
            return new(null, new() { Outcome = TwoFactorOutcome.SelfServiceDenied }, []);

        // With it a user sets up the first factor, where it takes that.
        if (!account.IsEnabled && context.Options.Enrollment.FirstFactor == FirstFactorProof.Password)
            return new(null, new() { Outcome = TwoFactorOutcome.NotEnrolled }, []);

        var change = new AccountChange(account, context);
        var old = Array.Find(account.Factors, f => f.Method == FactorMethodNames.TemporaryCode);
        if (old is not null)
            change.Remove(old);

        var expiresAt = context.Now + ValidFor;
        var factor = new Factor
        {
            Id = FactorId,
            Method = FactorMethodNames.TemporaryCode,
            Name = FactorMethodNames.TemporaryCode,
            Status = FactorStatus.Active,
            IsBackup = true,
            CreatedAt = context.Now,
            ExpiresAt = expiresAt,
            UsesLeft = Draft.UsesLeft,
            State = Draft.State!,
        };
        change.ForgiveIfUnusable();
        change.Add(factor);
        change.Record(AuditEventTypes.TemporaryCodeIssued, factor, actor: Actor, reason: Reason);
        return change.Done(
            new TemporaryCodeResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                Code = Draft.Codes[0],
                ExpiresAt = expiresAt,
            }
        );
    }
}
