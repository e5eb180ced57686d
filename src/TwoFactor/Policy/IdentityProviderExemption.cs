namespace TwoFactor.Administration;

/// <summary>
/// Sign-ins through another identity provider that are not asked for a second factor here (PCI DSS 8.5.1: exceptions
/// are documented and limited in time).
/// </summary>
public sealed record IdentityProviderExemption
{
    /// <summary>The provider, as the host names it in sign-ins. Compared ordinally, without regard to case.</summary>
    public required string Provider { get; init; }

    /// <summary>The administrator who exempted it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When the exemption ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
