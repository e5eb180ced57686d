namespace TwoFactor;

/// <summary>
/// Says in a record of its own that the user's record was removed, once: from then on the trail tells it, and the user
/// is denied until an administrator resets them.
/// </summary>
internal sealed class LostRecordCommand : AccountCommand<bool>
{
    public override bool IsRemedy => true;

    public override bool ListsUser => false;

    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context)
    {
        // It is there again.
        if (!account.IsReplacement)
            return new(null, false, []);

        var change = new AccountChange(account with { IsLost = true }, context);
        change.Record(
            AuditEventTypes.RecordMissing,
            decision: SignInDecision.Denied.ToCode(),
            detail: SignInReasons.RecordMissing
        );
        return change.Done(true);
    }
}
