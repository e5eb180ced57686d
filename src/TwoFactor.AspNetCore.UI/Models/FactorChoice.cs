namespace TwoFactor.AspNetCore.UI;

/// <summary>A factor to choose.</summary>
/// <param name="FactorId">The factor.</param>
/// <param name="Method">Its method.</param>
/// <param name="Label">What the user calls it, or what is known of it before the code.</param>
/// <param name="Destination">Where its codes are sent, masked; null if none are sent.</param>
public sealed record FactorChoice(string FactorId, string Method, string Label, string? Destination)
{
    /// <summary>Whether it stands for several factors that look the same.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>How many digits its codes have; null if it is not known.</summary>
    public int? CodeDigits { get; init; }
}
