using System.Globalization;

namespace TwoFactor;

/// <summary>Validates and applies a change of the policy. Pure.</summary>
internal static class PolicyRules
{
    private static readonly TimeSpan s_maxGrace = TimeSpan.FromDays(90);

    /// <summary>
    /// Normalises the names in a change for comparison: trimmed, without duplicates. A name with a trailing space would
    /// match nobody.
    /// </summary>
    public static PolicyChange Normalize(PolicyChange change) =>
        new()
        {
            Requirement = change.Requirement,
            Roles = Names(change.Roles),
            Groups = Names(change.Groups),
            PhishingResistantRoles = Names(change.PhishingResistantRoles),
            Exemptions = [.. change.Exemptions.Select(e => e with { Provider = e.Provider?.Trim() ?? "" })],
            Clients = change.Clients,
            Grace = change.Grace,
            GraceEndsAt = change.GraceEndsAt,
            Actor = change.Actor,
            Reason = change.Reason,
            ExpectedVersion = change.ExpectedVersion,
        };

    public static string? Problem(PolicyChange change, DateTimeOffset now)
    {
        if (!Enum.IsDefined(change.Requirement))
            return "The requirement has an unknown value.";

        if (change.Requirement == Requirement.Roles != change.Roles.Count > 0)
            return change.Roles.Count > 0
                ? "Roles are named, but the requirement is not for roles."
                : "The requirement is for roles, but none is named.";

        if (change.Requirement == Requirement.Groups != change.Groups.Count > 0)
            return change.Groups.Count > 0
                ? "Groups are named, but the requirement is not for groups."
                : "The requirement is for groups, but none is named.";

        if (change is { Requirement: Requirement.Off, PhishingResistantRoles.Count: > 0 })
            return "Roles that must resist phishing are named, but second factors are switched off.";

        if (change.Roles.Concat(change.Groups).Concat(change.PhishingResistantRoles).Any(string.IsNullOrWhiteSpace))
            return "A role or group has no name.";

        if (NotPlain(change) is { } notPlain)
            return notPlain;

        if (change.Clients.Any(c => c == ClientSurface.Unknown || !Enum.IsDefined(c)))
            return "A client is not web, desktop or mobile.";

        if (change.Grace < TimeSpan.Zero || change.Grace > s_maxGrace)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The grace period must be 0 to {s_maxGrace.Days} days."
            );

        return change.Exemptions.Any(e =>
            string.IsNullOrWhiteSpace(e.Provider)
            || string.IsNullOrWhiteSpace(e.Actor)
            || string.IsNullOrWhiteSpace(e.Reason)
            || e.ExpiresAt <= now
        )
            ? "Every exemption needs a provider, an actor, a reason and an end in the future."
            : null;
    }

    public static (RequirementPolicy Policy, IReadOnlyList<AuditEvent> Events) Apply(
        RequirementPolicy current,
        PolicyChange change,
        DateTimeOffset now,
        string? correlationId
    )
    {
        var trail = new AuditTrail(
            AuditEvent.PolicyTrail,
            current.AuditSequence,
            current.AuditHash,
            now,
            correlationId
        );
        if (current.IsReplacement)
            Record(AuditEventTypes.RecordReplaced, null);

        Record(AuditEventTypes.PolicyChanged, Describe(change));
        var policy = new RequirementPolicy
        {
            Version = current.Version + 1,
            Requirement = change.Requirement,
            Roles = [.. change.Roles],
            Groups = [.. change.Groups],
            PhishingResistantRoles = [.. change.PhishingResistantRoles],
            Exemptions = [.. change.Exemptions],
            Clients = [.. change.Clients],
            Grace = change.Grace,
            GraceEndsAt = change.GraceEndsAt,
            UpdatedAt = now,
            UpdatedBy = change.Actor,
            AuditSequence = trail.Sequence,
            AuditHash = trail.Hash,
            AuditStart = current.AuditStart,
            Schema =
                change.PhishingResistantRoles.Count > 0
                    ? RequirementPolicy.ResistantSchema
                    : RequirementPolicy.CurrentSchema,
        };
        return (policy, trail.Added);

        void Record(string type, string? detail) =>
            trail.Add(
                new AuditEntry
                {
                    Type = type,
                    Outcome = TwoFactorOutcome.Accepted.ToCode(),
                    Detail = detail,
                    Actor = change.Actor,
                    Reason = change.Reason,
                }
            );
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<string> names) =>
        [.. names.Select(n => n?.Trim() ?? "").Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string? NotPlain(PolicyChange change)
    {
        var texts = change
            .Roles.Concat(change.PhishingResistantRoles)
            .Select(r => ("name of a role", r))
            .Concat(change.Groups.Select(g => ("name of a group", g)))
            .Concat(change.Exemptions.Select(e => ("provider of an exemption", e.Provider)))
            .Concat(change.Exemptions.Select(e => ("actor of an exemption", e.Actor)))
            .Concat(change.Exemptions.Select(e => ("reason of an exemption", e.Reason)));
        foreach (var (field, text) in texts)
        {
            if (text is not null && PlainText.Problem(text) is { } problem)
                return $"The {field} {problem}.";
        }

        return null;
    }

    // Describes the new policy for the audit trail.
    private static string Describe(PolicyChange change)
    {
        var names = change.Roles.Concat(change.Groups).ToList();
        var clients = change.Clients.Select(c => c.ToString()).ToList();
        var exempt = change
            .Exemptions.Select(e =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{e.Provider} until {e.ExpiresAt.UtcDateTime:yyyy-MM-dd} by {e.Actor} ({e.Reason})"
                )
            )
            .ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{change.Requirement}")
            + (names.Count > 0 ? $" {string.Join(',', names)}" : "")
            + (
                change.PhishingResistantRoles.Count > 0
                    ? $"; phishing-resistant {string.Join(',', change.PhishingResistantRoles)}"
                    : ""
            )
            + (clients.Count > 0 ? $"; clients {string.Join(',', clients)}" : "")
            + (exempt.Count > 0 ? $"; exempt {string.Join(',', exempt)}" : "")
            + (
                change.Grace > TimeSpan.Zero
                    ? string.Create(CultureInfo.InvariantCulture, $"; grace {change.Grace}")
                    : ""
            )
            + (
                change.GraceEndsAt is { } end
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"; grace ends {end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"
                    )
                    : ""
            );
    }
}
