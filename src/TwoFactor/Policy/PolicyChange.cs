namespace TwoFactor.Administration;

/// <summary>A change of the requirement policy: the whole policy as it shall be.</summary>
public sealed class PolicyChange
{
    /// <summary>Who must.</summary>
    public required Requirement Requirement { get; init; }

    /// <summary>The roles, for <see cref="Requirement.Roles"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The groups, for <see cref="Requirement.Groups"/>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>
    /// Identity providers whose sign-ins are not asked, each with who exempted it, why, and until when.
    /// </summary>
    public IReadOnlyList<IdentityProviderExemption> Exemptions { get; init; } = [];

    /// <summary>The surfaces where second factors are asked for; empty means all.</summary>
    public IReadOnlyList<ClientSurface> Clients { get; init; } = [];

    /// <summary>The grace period: none to 90 days.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>
    /// When the grace period ends for everyone, also for users who never signed in before. Default: null, it counts from
    /// each user's first sign-in alone.
    /// </summary>
    public DateTimeOffset? GraceEndsAt { get; init; }

    /// <summary>The administrator who changes it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why, for the audit trail; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The version that the administrator saw: another one means that somebody else changed it meanwhile. Null changes
    /// whatever is there.
    /// </summary>
    public long? ExpectedVersion { get; init; }
}
