using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation.Bugs;

/// <summary>Does not compare the counter of a key with the last one.</summary>
internal sealed class CounterIgnored(IExchangeFactorMethod inner) : WrappedKeys(inner)
{
    public override FactorCheck Check(in FactorAttempt attempt)
    {
        var said = Inner.Check(attempt);
        return said.Detail == "counter"
            ? Inner.Check(attempt with { State = KeyState.Read(attempt.State.Span).With(0).Write() })
            : said;
    }
}
