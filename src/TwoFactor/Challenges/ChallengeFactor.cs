namespace TwoFactor;

/// <summary>
/// A factor that can answer a challenge. It says only what is needed to choose one, because a password alone is enough
/// to see it.
/// </summary>
public sealed class ChallengeFactor
{
    internal ChallengeFactor(Factor factor, FactorMethodRegistry methods)
    {
        FactorId = factor.Id;
        Method = factor.Method;
        Destination = factor.Destination;
        CodeDigits = methods.CountDigits(factor);
    }

    /// <summary>The factor's id.</summary>
    public string FactorId { get; }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>The address for its codes, masked; null if it sends none.</summary>
    public string? Destination { get; }

    /// <summary>
    /// How many digits its codes have, e.g. 6; null if the method does not say, or if its codes are no digits.
    /// </summary>
    public int? CodeDigits { get; }

    /// <summary>Shows the method.</summary>
    public override string ToString() => Method;
}
