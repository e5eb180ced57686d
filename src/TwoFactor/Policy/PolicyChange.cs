namespace TwoFactor.Administration;

/// <summary>A change of the requirement policy. It contains the whole new policy.</summary>
public sealed class PolicyChange
{
    /// <summary>Who must use a second factor.</summary>
    public required Requirement Requirement { get; init; }

    /// <summary>The roles, for <see cref="Requirement.Roles"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The groups, for <see cref="Requirement.Groups"/>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>
    /// The roles that need a second factor that resists phishing, e.g. a passkey. Register such a method in the app
    /// where they sign in: without one they cannot get in after the grace period. Default: none.
    /// </summary>
    public IReadOnlyList<string> PhishingResistantRoles { get; init; } = [];

    /// <summary>
    /// Identity providers whose sign-ins need no second factor, each with actor, reason and end. Default: none.
    /// </summary>
    public IReadOnlyList<IdentityProviderExemption> Exemptions { get; init; } = [];

    /// <summary>The kinds of client where second factors are asked for. Default: empty, which means all.</summary>
    public IReadOnlyList<ClientSurface> Clients { get; init; } = [];

    /// <summary>The grace period, 0 to 90 days. Default: none.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>
    /// When the grace period ends for everyone, also for users who never signed in before. Default: null, it counts
    /// from each user's first sign-in alone.
    /// </summary>
    public DateTimeOffset? GraceEndsAt { get; init; }

    /// <summary>The administrator who changes it.</summary>
    public required string Actor { get; init; }

    /// <summary>The reason for the audit trail, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The version that the administrator saw. If the current one differs, the change is refused with
    /// <see cref="TwoFactorOutcome.Conflict"/>. Null replaces any version.
    /// </summary>
    public long? ExpectedVersion { get; init; }
}
