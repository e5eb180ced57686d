using System.Text.Json.Serialization;

namespace TwoFactor.Administration;

/// <summary>
/// The policy on who must use a second factor, set by administrators at run time. Immutable; each change makes a new
/// version.
/// </summary>
public sealed record RequirementPolicy
{
    internal const int CurrentSchema = 1;

    /// <summary>
    /// The schema of a policy that demands phishing resistance. A version of the library that does not know it must not
    /// pass over it, and refuses the policy.
    /// </summary>
    internal const int ResistantSchema = 2;

    /// <summary>The version: 0 before the first change, and one higher after each.</summary>
    public long Version { get; init; }

    /// <summary>Who must use a second factor. Default: nobody, but users who enrolled are asked.</summary>
    public Requirement Requirement { get; init; }

    /// <summary>
    /// The roles for <see cref="Requirement.Roles"/>. Compared ordinally; case and surrounding spaces are ignored.
    /// </summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>
    /// The groups for <see cref="Requirement.Groups"/>. Compared ordinally; case and surrounding spaces are ignored.
    /// </summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>
    /// The roles that need a second factor that resists phishing, e.g. a passkey (NIST SP 800-63B-4 §3.2.5; the trait
    /// <see cref="TwoFactor.Methods.FactorMethodTraits.IsPhishingResistant"/>), whatever <see cref="Requirement"/> says
    /// of others. Compared as <see cref="Roles"/>. Default: none.
    /// </summary>
    public IReadOnlyList<string> PhishingResistantRoles
    {
        // A policy of the version before has none, and the serializer then sets null.
        get => field ?? [];
        init;
    } = [];

    /// <summary>
    /// Identity providers whose users need no second factor here. Users who have one are asked for it all the same.
    /// </summary>
    public IReadOnlyList<IdentityProviderExemption> Exemptions { get; init; } = [];

    /// <summary>
    /// The kinds of client where a second factor is required; empty means all. A client of unknown kind is always
    /// covered. Users who have a second factor are asked for it in every client.
    /// </summary>
    public IReadOnlyList<ClientSurface> Clients { get; init; } = [];

    /// <summary>
    /// How long a user who must have a second factor may still sign in without one. It counts from the first sign-in at
    /// which the policy required it. Only the length is stored, never a deadline, so a shorter one takes effect at
    /// once. Default: none.
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
    internal bool CanRequire =>
        Requirement != Requirement.Off && (Requirement != Requirement.Optional || PhishingResistantRoles.Count > 0);
}
