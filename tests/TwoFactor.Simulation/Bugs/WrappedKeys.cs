namespace TwoFactor.Simulation.Bugs;

/// <summary>What a method of keys would be if it checked wrongly.</summary>
internal abstract class WrappedKeys(IExchangeFactorMethod inner) : IExchangeFactorMethod
{
    protected IExchangeFactorMethod Inner => inner;

    public string Name => inner.Name;

    public FactorMethodTraits Traits => inner.Traits;

    public FactorDraft Begin(FactorEnrollment enrollment) => inner.Begin(enrollment);

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => inner.CanBeCode(typed, state);

    public virtual string CreateOptions(FactorExchange exchange) => inner.CreateOptions(exchange);

    public abstract FactorCheck Check(in FactorAttempt attempt);
}
