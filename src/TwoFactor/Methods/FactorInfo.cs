namespace TwoFactor;

/// <summary>What may be shown of a factor. It has no secret: an active one can never be read again.</summary>
public sealed class FactorInfo
{
    internal FactorInfo(Factor factor)
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
    }

    /// <summary>The factor's id.</summary>
    public string FactorId { get; }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>What the user calls it.</summary>
    public string Name { get; }

    /// <summary>Pending, active or disabled.</summary>
    public FactorStatus Status { get; }

    /// <summary>When it was enrolled or imported.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When its first code was accepted; null while pending, or if it was imported.</summary>
    public DateTimeOffset? ConfirmedAt { get; }

    /// <summary>When a code of it was last accepted.</summary>
    public DateTimeOffset? LastUsedAt { get; }

    /// <summary>Where its codes are sent, masked; null if none are sent.</summary>
    public string? Destination { get; }

    /// <summary>Whether it was taken over from another system.</summary>
    public bool IsImported { get; }

    /// <summary>
    /// Whether its secret has fewer than 128 bits (RFC 4226 R6), as that of another system may. It works; let the user
    /// enrol a new factor in its place.
    /// </summary>
    public bool IsWeak { get; }
}
