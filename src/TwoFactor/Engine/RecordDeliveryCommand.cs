namespace TwoFactor;

/// <summary>
/// Records how a code was delivered. If the challenge was closed in the meantime, there is nothing to record.
/// </summary>
internal sealed class RecordDeliveryCommand : AccountCommand<bool>
{
    public required string ChallengeId { get; init; }

    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }

    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context)
    {
        var change = new AccountChange(account, context);
        return ChallengeRules.Record(change, ChallengeId, Attempts) ? change.Done(true) : new(null, false, []);
    }
}
