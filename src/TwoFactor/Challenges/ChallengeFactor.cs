namespace TwoFactor;

/// <summary>
/// A factor that answers a challenge. It says no more than is needed to choose one: whoever knows the password alone
/// gets to see it.
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

    /// <summary>Where its codes are sent, masked; null if none are sent.</summary>
    public string? Destination { get; }

    /// <summary>Shows the method.</summary>
    public override string ToString() => Method;
}
