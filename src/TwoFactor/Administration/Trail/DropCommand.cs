namespace TwoFactor;

/// <summary>
/// Seals the checkpoint behind which events are dropped by their age. It is no event of the user's: the trail of the
/// policy tells of the whole run.
/// </summary>
internal sealed class DropCommand : AccountCommand<bool>
{
    public required TrailStart Start { get; init; }

    public override bool Contended => false;

    // The last event stays: a trail without a record tells that the record was removed.
    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context) =>
        Start.Sequence < account.AuditSequence && Start.Sequence > (account.AuditStart?.Sequence ?? 0)
            ? new(account with { AuditStart = Start }, true, [])
            : new(null, false, []);
}
