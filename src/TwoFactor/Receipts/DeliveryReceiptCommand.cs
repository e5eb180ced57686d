namespace TwoFactor;

/// <summary>Updates the state of a sent message from its provider's receipt. The state only moves forward.</summary>
internal sealed class DeliveryReceiptCommand : AccountCommand<bool>
{
    public required string ChallengeId { get; init; }

    public required string Gateway { get; init; }

    public required DeliveryReceipt Receipt { get; init; }

    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context)
    {
        var challenge = account.FindChallenge(ChallengeId);
        var attempt = Array.Find(challenge?.Deliveries ?? [], IsMeant);
        if (challenge is null || attempt is null || !MovesOn(attempt.State, Receipt.State))
            return new(null, false, []);

        var change = new AccountChange(account, context);
        var moved = attempt with
        {
            State = Receipt.State,
            Failure = Receipt.Failure ?? attempt.Failure,
            ProviderCode = Receipt.ProviderCode ?? attempt.ProviderCode,
        };
        ChallengeRules.Update(
            change,
            challenge with
            {
                Deliveries = Array.ConvertAll(challenge.Deliveries!, d => IsMeant(d) ? moved : d),
            }
        );
        return change.Done(true);
    }

    private bool IsMeant(DeliveryAttempt attempt) =>
        attempt.Gateway == Gateway && Receipt.MessageId == attempt.MessageId;

    private static bool MovesOn(DeliveryState from, DeliveryState to) => from < DeliveryState.Delivered && to > from;
}
