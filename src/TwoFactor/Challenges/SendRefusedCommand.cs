namespace TwoFactor;

/// <summary>
/// Records that a code was not allowed to be sent. Asking again has its cool-down like a send: whoever hammers fills neither the trail nor the store.
/// </summary>
internal sealed class SendRefusedCommand : AccountCommand<bool>
{
    public required Factor Factor { get; init; }

    public required SendClearance Clearance { get; init; }

    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context)
    {
        var change = new AccountChange(account, context);
        if (account.AuditSequence == 0 || ChallengeRules.WaitToSend(change) is not null)
            return new(null, false, []);

        var sends = account.Sends + 1;
        change.Account = account with { Sends = sends, NextSendAt = context.Now + context.Options.Challenges.WaitAfter(sends) };
        change.Record(AuditEventTypes.SendRefused, Factor, detail: Clearance.Reason);
        return change.Done(true);
    }
}
