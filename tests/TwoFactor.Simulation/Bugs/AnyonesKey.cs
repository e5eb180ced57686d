using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation.Bugs;

/// <summary>Finds a key by its id, and does not ask whose it is.</summary>
internal sealed class AnyonesKey(IExchangeFactorMethod inner) : WrappedKeys(inner)
{
    private readonly Dictionary<string, (string UserId, ReadOnlyMemory<byte> State)> _known = new(
        StringComparer.Ordinal
    );

    public override string CreateOptions(FactorExchange exchange)
    {
        foreach (var state in exchange.States)
            Note(exchange.UserId, state);

        return base.CreateOptions(exchange);
    }

    public override FactorCheck Check(in FactorAttempt attempt)
    {
        var said = Inner.Check(attempt);
        if (!Note(attempt.UserId, attempt.State) || said.Result == FactorCheckResult.Right)
            return said;

        foreach (var (owner, state) in _known.Values)
        {
            if (
                owner != attempt.UserId
                && Inner.Check(attempt with { State = state }).Result == FactorCheckResult.Right
            )
                return FactorCheck.Right(attempt.State.ToArray());
        }

        return said;
    }

    private bool Note(string userId, ReadOnlyMemory<byte> state)
    {
        var key = KeyState.Read(state.Span);
        if (key.Challenge is not null)
            return false;

        _known[Convert.ToHexString(key.Id)] = (userId, state);
        return true;
    }
}
