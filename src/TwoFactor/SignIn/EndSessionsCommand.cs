namespace TwoFactor;

internal sealed class EndSessionsCommand : AccountCommand<TwoFactorOutcome>
{
    public required string? Reason { get; init; }

    public override bool IsUrgent => true;

    public override TwoFactorOutcome Contended => TwoFactorOutcome.Throttled;

    public override Transition<TwoFactorOutcome> Apply(TwoFactorAccount account, RuleContext context)
    {
        var change = new AccountChange(account, context);
        change.BumpEpoch();
        change.Record(AuditEventTypes.SessionsEnded, reason: Reason);
        return change.Done(TwoFactorOutcome.Accepted);
    }
}
