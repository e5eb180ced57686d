using System.Globalization;

namespace TwoFactor;

/// <summary>
/// The decision at sign-in: a pure function of (policy, user facts, account, now). In doubt it asks for a second
/// factor.
/// </summary>
internal static class RequirementRules
{
    public static RequirementDecision Decide(
        RequirementPolicy policy,
        SignInFacts facts,
        TwoFactorAccount account,
        DateTimeOffset now,
        bool isDeviceTrusted
    )
    {
        var rules = new List<string>();
        if (policy.Requirement == Requirement.Off)
            return new(SignInDecision.Allowed, SignInReasons.Off, ["off"], IsRequired: false);

        if (FindExemption(policy, facts, now) is { } exemption)
            return new(
                SignInDecision.Allowed,
                SignInReasons.IdentityProviderExempt,
                [$"identity_provider:{exemption.Provider}"],
                IsRequired: false
            );

        if (
            policy.Clients.Count > 0
            && facts.Client is (ClientSurface.Web or ClientSurface.Desktop or ClientSurface.Mobile)
            && !policy.Clients.Contains(facts.Client)
        )
            return new(
                SignInDecision.Allowed,
                SignInReasons.ClientNotCovered,
                [$"client:{Name(facts.Client)}"],
                IsRequired: false
            );

        var isRequired = Requires(policy, facts, rules);
        return account.IsEnabled
            ? Enrolled(account, now, isDeviceTrusted, rules, isRequired)
            : NotEnrolled(policy, facts, account, now, rules, isRequired);
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
        bool isRequired
    )
    {
        rules.Add("enrolled");
        if (!Array.Exists(account.Factors, f => f.IsUsable(now) && f.UsesLeft != 0))
            return new(SignInDecision.Denied, SignInReasons.FactorsDisabled, rules, isRequired);

        if (account.IsLocked(now))
            return new(SignInDecision.Denied, SignInReasons.Locked, rules, isRequired);

        return isDeviceTrusted
            ? new(SignInDecision.Allowed, SignInReasons.TrustedDevice, rules, isRequired)
            : new(SignInDecision.Challenge, SignInReasons.Enrolled, rules, isRequired);
    }

    private static RequirementDecision NotEnrolled(
        RequirementPolicy policy,
        SignInFacts facts,
        TwoFactorAccount account,
        DateTimeOffset now,
        List<string> rules,
        bool isRequired
    )
    {
        if (account.MustEnroll)
        {
            rules.Add("reset");
            return new(SignInDecision.Enroll, SignInReasons.Reset, rules, isRequired);
        }

        // Only a reset leads a user who had a second factor to a new one.
        if (facts.HasEnrolled)
        {
            rules.Add("has_enrolled");
            return new(SignInDecision.Denied, SignInReasons.RecordMissing, rules, isRequired);
        }

        if (!isRequired)
            return new(SignInDecision.Allowed, SignInReasons.NotRequired, rules, isRequired);

        var graceUntil = (account.RequiredSince ?? now) + policy.Grace;
        if (policy.GraceEndsAt < graceUntil)
            graceUntil = policy.GraceEndsAt.Value;

        return now < graceUntil
            ? new(SignInDecision.Allowed, SignInReasons.Grace, rules, isRequired, graceUntil)
            : new(SignInDecision.Enroll, SignInReasons.Required, rules, isRequired);
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

    private static IEnumerable<string> Matches(IReadOnlyList<string> required, IReadOnlyList<string> has) =>
        required.Select(Trim).Intersect(has.Select(Trim), StringComparer.OrdinalIgnoreCase);

    private static string Trim(string name) => name.Trim();

    private static string Name(ClientSurface client) => client.ToString().ToLower(CultureInfo.InvariantCulture);
}
