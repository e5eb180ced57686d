using System.Text.Json.Serialization;

namespace TwoFactor.Administration;

/// <summary>
/// Who must use a second factor, as administrators set it at run time. Immutable; each change is a new version.
/// </summary>
public sealed record RequirementPolicy
{
    internal const int CurrentSchema = 1;

    /// <summary>0 before the first change, and one more with each.</summary>
    public long Version { get; init; }

    /// <summary>Who must. Default: nobody, and users who enrolled are asked.</summary>
    public Requirement Requirement { get; init; }

    /// <summary>
    /// The roles of <see cref="Requirement.Roles"/>. Compared ordinally, without regard to case and to spaces around
    /// them.
    /// </summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>
    /// The groups of <see cref="Requirement.Groups"/>. Compared ordinally, without regard to case and to spaces around
    /// them.
    /// </summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Identity providers whose sign-ins are not asked here.</summary>
    public IReadOnlyList<IdentityProviderExemption> Exemptions { get; init; } = [];

    /// <summary>
    /// The surfaces where second factors are asked for; empty means all. A sign-in of unknown surface is always
    /// covered.
    /// </summary>
    public IReadOnlyList<ClientSurface> Clients { get; init; } = [];

    /// <summary>
    /// How long users who must may still sign in without, counted from the first sign-in at which it was required of
    /// them. Only this length is stored, never a deadline: a shorter one takes effect at once. Default: none.
    /// </summary>
    public TimeSpan Grace { get; init; }

    /// <summary>
    /// When the grace period ends for everyone, also for users who never signed in before; null for no such date.
    /// </summary>
    public DateTimeOffset? GraceEndsAt { get; init; }

    /// <summary>When it was set; null for the default.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Who set it; null for the default.</summary>
    public string? UpdatedBy { get; init; }

    [JsonInclude]
    internal int Schema { get; init; } = CurrentSchema;

    [JsonInclude]
    internal long AuditSequence { get; init; }

    [JsonInclude]
    internal byte[] AuditHash { get; init; } = [];

    [JsonInclude]
    internal TrailStart? AuditStart { get; init; }

    /// <summary>Made in place of a policy that did not open or was gone; not stored.</summary>
    [JsonIgnore]
    internal bool IsReplacement { get; init; }

    [JsonIgnore]
    internal bool CanRequire => Requirement is not (Requirement.Optional or Requirement.Off);
}
