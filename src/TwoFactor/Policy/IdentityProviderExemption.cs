namespace TwoFactor.Administration;

/// <summary>
/// An identity provider whose sign-ins need no second factor here. Exceptions are documented and limited in time (PCI
/// DSS 8.5.1).
/// </summary>
public sealed record IdentityProviderExemption
{
    /// <summary>The provider, as the host names it in sign-ins. Compared ordinally; case is ignored.</summary>
    public required string Provider { get; init; }

    /// <summary>The administrator who exempted it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why it is exempt.</summary>
    public required string Reason { get; init; }

    /// <summary>When the exemption ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
