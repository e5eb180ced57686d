using System.Globalization;

namespace TwoFactor;

/// <summary>
/// The decision at sign-in: a pure function of (policy, user facts, account, now). In doubt it asks for a second
/// factor.
/// </summary>
internal static class RequirementRules
{
    private static readonly HashSet<string> s_none = [];

    public static RequirementDecision Decide(
        RequirementPolicy policy,
        SignInFacts facts,
        TwoFactorAccount account,
        DateTimeOffset now,
        bool isDeviceTrusted,
        IReadOnlySet<string>? resistant = null
    )
    {
        var rules = new List<string>();
        if (policy.Requirement == Requirement.Off)
            return new(SignInDecision.Allowed, SignInReasons.Off, ["off"], IsRequired: false);

        var lifted = FindLift(policy, facts, now, rules);
        var isRequired = lifted is null && Requires(policy, facts, rules);
        var demand = ResistanceDemand.Of(policy, facts.Roles, account, now, lifted is not null, resistant ?? s_none);
        rules.AddRange(demand.Rules);
        isRequired |= demand.IsDemanded && lifted is null;
        var decision = account.IsEnabled
            ? Enrolled(account, now, isDeviceTrusted, rules, isRequired, demand)
            : NotEnrolled(policy, facts, account, now, rules, isRequired, lifted);
        return decision with
        {
            IsLifted = lifted is not null,
            IsResistanceDemanded = demand.IsDemanded,
            MustResist = demand.MustResist,
        };
    }

    /// <summary>
    /// Whether the policy requires a second factor of this user. The matching rules are added to the list.
    /// </summary>
    public static bool Requires(RequirementPolicy policy, SignInFacts facts, List<string> rules)
    {
        var before = rules.Count;
        switch (policy.Requirement)
        {
            case Requirement.Everyone:
                rules.Add("everyone");
                break;
            case Requirement.Roles:
                rules.AddRange(Matches(policy.Roles, facts.Roles).Select(r => $"role:{r}"));
                break;
            case Requirement.Groups:
                rules.AddRange(Matches(policy.Groups, facts.Groups).Select(g => $"group:{g}"));

                // Not to know the groups is not to have none.
                if (facts.AreGroupsIncomplete && rules.Count == before)
                    rules.Add("groups_unknown");

                break;
            case Requirement.Optional or Requirement.Off:
                break;
            default:
                // A value from a newer version of the library: in doubt, a second factor is required.
                rules.Add("unknown");
                break;
        }

        return rules.Count > before;
    }

    private static RequirementDecision Enrolled(
        TwoFactorAccount account,
        DateTimeOffset now,
        bool isDeviceTrusted,
        List<string> rules,
        bool isRequired,
        ResistanceDemand demand
    )
    {
        rules.Add("enrolled");
        if (!Array.Exists(account.Factors, f => f.IsUsable(now) && f.UsesLeft != 0 && demand.Admits(f)))
            return new(SignInDecision.Denied, SignInReasons.FactorsDisabled, rules, isRequired);

        if (account.IsLocked(now))
            return new(SignInDecision.Denied, SignInReasons.Locked, rules, isRequired);

        if (isDeviceTrusted)
            return new(SignInDecision.Allowed, SignInReasons.TrustedDevice, rules, isRequired, demand.GraceUntil);

        var reason = demand.MustEnroll ? SignInReasons.PhishingResistantRequired : SignInReasons.Enrolled;
        return new(SignInDecision.Challenge, reason, rules, isRequired, demand.GraceUntil);
    }

    private static RequirementDecision NotEnrolled(
        RequirementPolicy policy,
        SignInFacts facts,
        TwoFactorAccount account,
        DateTimeOffset now,
        List<string> rules,
        bool isRequired,
        string? lifted
    )
    {
        if (account.MustEnroll && lifted is null)
        {
            rules.Add("reset");
            return new(SignInDecision.Enroll, SignInReasons.Reset, rules, isRequired);
        }

        // Only a reset leads a user who had a second factor to a new one.
        if (facts.HasEnrolled && !account.MustEnroll)
        {
            rules.Add("has_enrolled");
            return new(SignInDecision.Denied, SignInReasons.RecordMissing, rules, isRequired);
        }

        if (lifted is not null)
            return new(SignInDecision.Allowed, lifted, rules, isRequired);

        if (!isRequired)
            return new(SignInDecision.Allowed, SignInReasons.NotRequired, rules, isRequired);

        var graceUntil = GraceUntil(policy, account.RequiredSince ?? now);
        return now < graceUntil
            ? new(SignInDecision.Allowed, SignInReasons.Grace, rules, isRequired, graceUntil)
            : new(SignInDecision.Enroll, SignInReasons.Required, rules, isRequired);
    }

    // An exemption, or a client that is not covered, lifts the obligation to enrol. It never lifts the challenge of a
    // user who has a second factor: a password thief would sign in through that door.
    private static string? FindLift(RequirementPolicy policy, SignInFacts facts, DateTimeOffset now, List<string> rules)
    {
        if (FindExemption(policy, facts, now) is { } exemption)
        {
            rules.Add($"identity_provider:{exemption.Provider}");
            return SignInReasons.IdentityProviderExempt;
        }

        if (
            policy.Clients.Count > 0
            && facts.Client is (ClientSurface.Web or ClientSurface.Desktop or ClientSurface.Mobile)
            && !policy.Clients.Contains(facts.Client)
        )
        {
            rules.Add($"client:{Name(facts.Client)}");
            return SignInReasons.ClientNotCovered;
        }

        return null;
    }

    private static IdentityProviderExemption? FindExemption(
        RequirementPolicy policy,
        SignInFacts facts,
        DateTimeOffset now
    ) =>
        facts.IdentityProvider is null
            ? null
            : policy.Exemptions.FirstOrDefault(e =>
                now < e.ExpiresAt && e.Provider.Equals(facts.IdentityProvider, StringComparison.OrdinalIgnoreCase)
            );

    public static DateTimeOffset GraceUntil(RequirementPolicy policy, DateTimeOffset since)
    {
        var graceUntil = since + policy.Grace;
        return policy.GraceEndsAt < graceUntil ? policy.GraceEndsAt.Value : graceUntil;
    }

    public static IEnumerable<string> Matches(IReadOnlyList<string> required, IReadOnlyList<string> has) =>
        required.Select(Trim).Intersect(has.Select(Trim), StringComparer.OrdinalIgnoreCase);

    private static string Trim(string name) => name.Trim();

    private static string Name(ClientSurface client) => client.ToString().ToLower(CultureInfo.InvariantCulture);
}
