namespace TwoFactor;

/// <summary>
/// A factor as it may be shown. It contains no secret: the secret of an active factor can never be read again.
/// </summary>
public sealed class FactorInfo
{
    internal FactorInfo(Factor factor, FactorMethodRegistry methods)
    {
        FactorId = factor.Id;
        Method = factor.Method;
        Name = factor.Name;
        Status = factor.Status;
        CreatedAt = factor.CreatedAt;
        ConfirmedAt = factor.ConfirmedAt;
        LastUsedAt = factor.LastUsedAt;
        Destination = factor.Destination;
        IsImported = factor.IsImported;
        IsWeak = factor.IsWeak;
        CodeDigits = methods.CountDigits(factor);
    }

    /// <summary>The factor's id.</summary>
    public string FactorId { get; }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>The name that the user gave it.</summary>
    public string Name { get; }

    /// <summary>Pending, active or disabled.</summary>
    public FactorStatus Status { get; }

    /// <summary>When it was enrolled or imported.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When its first code was accepted; null while it is pending, and if it was imported.</summary>
    public DateTimeOffset? ConfirmedAt { get; }

    /// <summary>When one of its codes was last accepted; null if none was.</summary>
    public DateTimeOffset? LastUsedAt { get; }

    /// <summary>The address for its codes, masked; null if it sends none.</summary>
    public string? Destination { get; }

    /// <summary>Whether it was imported from another system.</summary>
    public bool IsImported { get; }

    /// <summary>
    /// Whether its secret has fewer than 128 bits (RFC 4226 R6), as an imported one may. It works, but let the user
    /// enrol a new factor in its place.
    /// </summary>
    public bool IsWeak { get; }

    /// <summary>
    /// How many digits its codes have, e.g. 6; null if the method does not say, or if its codes are no digits.
    /// </summary>
    public int? CodeDigits { get; }
}
