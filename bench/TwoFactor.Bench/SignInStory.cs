namespace TwoFactor.Bench;

/// <summary>The decision at a sign-in, with the policy in memory.</summary>
internal static class SignInStory
{
    private static readonly RequirementPolicy s_policy = new()
    {
        Requirement = Requirement.Roles,
        Roles = ["admin", "accounting", "support"],
        PhishingResistantRoles = ["admin"],
        Exemptions =
        [
            new IdentityProviderExemption
            {
                Provider = "Partner",
                ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(90),
                Actor = "admin",
                Reason = "they ask for one themselves",
            },
        ],
    };

    private static readonly SignInFacts s_facts = new(
        ["employee", "support", "tokyo", "reader", "writer"],
        [],
        null,
        ClientSurface.Web
    );

    private static readonly HashSet<string> s_resistant = ["webauthn"];

    public static SignInDecision Last { get; private set; }

    public static void Decide(TwoFactorAccount account) =>
        Last = RequirementRules
            .Decide(s_policy, s_facts, account, DateTimeOffset.UnixEpoch, isDeviceTrusted: false, s_resistant)
            .Decision;
}
