namespace TwoFactor;

/// <summary>Puts a user who has a second factor on the roster, which is no change and no event.</summary>
internal sealed class ListUserCommand : AccountCommand<bool>
{
    /// <summary>Whether the user is listed anew, whatever the record says of an earlier listing.</summary>
    public bool IsAnew { get; init; }

    public override bool ListsUser => true;

    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context) =>
        account.IsProtected && (IsAnew || account.RosterVersion == 0)
            ? new(account with { RosterVersion = 0 }, true, [])
            : new(null, false, []);
}
