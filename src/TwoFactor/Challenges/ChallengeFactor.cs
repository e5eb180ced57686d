namespace TwoFactor;

/// <summary>
/// A factor that can answer a challenge. It says only what is needed to choose one, because a password alone is enough
/// to see it.
/// </summary>
public sealed class ChallengeFactor
{
    internal ChallengeFactor(Factor factor)
    {
        FactorId = factor.Id;
        Method = factor.Method;
        Destination = factor.Destination;
    }

    /// <summary>The factor's id.</summary>
    public string FactorId { get; }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>The address for its codes, masked; null if it sends none.</summary>
    public string? Destination { get; }

    /// <summary>Shows the method.</summary>
    public override string ToString() => Method;
}
