namespace TwoFactor.Simulation.Bugs;

/// <summary>Asks the keys of a user for the same at every challenge.</summary>
internal sealed class OneChallengeForAll(IExchangeFactorMethod inner) : WrappedKeys(inner)
{
    private const string Id = "always";

    public override string CreateOptions(FactorExchange exchange) =>
        base.CreateOptions(
            new FactorExchange
            {
                UserId = exchange.UserId,
                ChallengeId = Id,
                Purpose = exchange.Purpose,
                ExpiresAt = exchange.ExpiresAt,
                States = exchange.States,
            }
        );

    public override FactorCheck Check(in FactorAttempt attempt) =>
        Inner.Check(attempt.AskedChallengeId is null ? attempt : attempt with { AskedChallengeId = Id });
}
