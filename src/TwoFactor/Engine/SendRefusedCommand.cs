namespace TwoFactor;

/// <summary>
/// Records that a code could not be sent because of a limit, and returns the cool-down. A refusal has a cool-down like
/// a send, so repeated requests fill neither the trail nor the store.
/// </summary>
internal sealed class SendRefusedCommand : AccountCommand<TimeSpan>
{
    public required Factor Factor { get; init; }

    public required SendClearance Clearance { get; init; }

    public override TimeSpan Contended => TimeSpan.Zero;

    public override Transition<TimeSpan> Apply(TwoFactorAccount account, RuleContext context)
    {
        var change = new AccountChange(account, context);
        if (ChallengeRules.WaitToSend(change) is { } waiting)
            return new(null, waiting, []);

        var sends = account.Sends + 1;
        var wait = context.Options.Challenges.WaitAfter(sends);
        change.Account = account with { Sends = sends, NextSendAt = context.Now + wait };
        change.Record(AuditEventTypes.SendRefused, Factor, detail: Clearance.Reason);
        return change.Done(wait);
    }
}
