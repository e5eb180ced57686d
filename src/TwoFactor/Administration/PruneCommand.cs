namespace TwoFactor;

/// <summary>Drops what has expired, which the next write of the user's would drop as well; so it is no event.</summary>
internal sealed class PruneCommand : AccountCommand<bool>
{
    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context) =>
        AccountChange.HasExpired(account, context.Now)
            ? new AccountChange(account, context).Done(true)
            : new(null, false, []);
}
