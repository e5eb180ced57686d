namespace TwoFactor;

/// <summary>Drops expired data, without an event: the user's next write would drop them too.</summary>
internal sealed class PruneCommand : AccountCommand<bool>
{
    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context) =>
        AccountChange.HasExpired(account, context.Now)
            ? new AccountChange(account, context).Done(true)
            : new(null, false, []);
}
