using System.Text.Json;

namespace TwoFactor.Tests;

/// <summary>What the policy demands in resistance to phishing: the pure decision.</summary>
[Trait("Req", "R60")]
public sealed class PhishingResistanceTests
{
    private static readonly HashSet<string> s_resistant = new(StringComparer.Ordinal) { "key" };

    /// <summary>Factors in words: a name is an active factor of that method; -name is disabled, ?name is pending.</summary>
    [Theory]
    [InlineData("", "admin", SignInDecision.Enroll, SignInReasons.Required, true)]
    [InlineData("totp", "admin", SignInDecision.Challenge, SignInReasons.PhishingResistantRequired, true)]
    [InlineData("key", "admin", SignInDecision.Challenge, SignInReasons.Enrolled, true)]
    [InlineData("totp key", "admin", SignInDecision.Challenge, SignInReasons.Enrolled, true)]
    [InlineData("totp ?key", "admin", SignInDecision.Challenge, SignInReasons.PhishingResistantRequired, true)]
    [InlineData("totp -key", "admin", SignInDecision.Denied, SignInReasons.FactorsDisabled, true)]
    [InlineData("-key", "admin", SignInDecision.Denied, SignInReasons.FactorsDisabled, true)]
    [InlineData("", "guest", SignInDecision.Allowed, SignInReasons.NotRequired, false)]
    [InlineData("totp", "guest", SignInDecision.Challenge, SignInReasons.Enrolled, false)]
    [InlineData("totp key", "guest", SignInDecision.Challenge, SignInReasons.Enrolled, false)]
    [InlineData("totp", " Admin ", SignInDecision.Challenge, SignInReasons.PhishingResistantRequired, true)]
    public void The_role_and_the_factors_decide(
        string factors,
        string role,
        SignInDecision decision,
        string reason,
        bool mustResist
    )
    {
        var decided = Decide(new() { PhishingResistantRoles = ["admin"] }, factors, role);
        Assert.Equal((decision, reason, mustResist), (decided.Decision, decided.Reason, decided.MustResist));
        Assert.Equal(mustResist, decided.IsRequired);
        Assert.Equal(mustResist, decided.Rules.Contains("phishing_resistant:admin", StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", 0, SignInDecision.Allowed, SignInReasons.Grace)]
    [InlineData("totp", 0, SignInDecision.Challenge, SignInReasons.Enrolled)]
    [InlineData("totp", 6, SignInDecision.Challenge, SignInReasons.Enrolled)]
    [InlineData("totp", 7, SignInDecision.Challenge, SignInReasons.PhishingResistantRequired)]
    [InlineData("", 7, SignInDecision.Enroll, SignInReasons.Required)]
    public void Who_has_no_such_factor_has_the_grace_period_to_enrol_one(
        string factors,
        int days,
        SignInDecision decision,
        string reason
    )
    {
        var policy = new RequirementPolicy { PhishingResistantRoles = ["admin"], Grace = TimeSpan.FromDays(7) };

        // That a second factor was required for long before uses up nothing of it.
        var account = Account(factors) with
        {
            ResistantSince = ManualClock.Start,
            RequiredSince = factors.Length == 0 ? ManualClock.Start : ManualClock.Start.AddDays(-100),
        };
        var now = ManualClock.Start.AddDays(days);
        var decided = RequirementRules.Decide(policy, new(["admin"], []), account, now, false, s_resistant);
        Assert.Equal((decision, reason, days >= 7), (decided.Decision, decided.Reason, decided.MustResist));
        Assert.Equal(days < 7 ? ManualClock.Start.AddDays(7) : null, decided.GraceUntil);
    }

    [Fact]
    public void Who_has_such_a_factor_uses_it_during_the_grace_period_too() =>
        Assert.True(
            Decide(
                new() { PhishingResistantRoles = ["admin"], Grace = TimeSpan.FromDays(7) },
                "totp key",
                "admin"
            ).MustResist
        );

    [Theory]
    [Trait("Req", "R63")]
    [InlineData("", SignInDecision.Allowed, false)]
    [InlineData("totp", SignInDecision.Challenge, false)]
    [InlineData("totp key", SignInDecision.Challenge, true)]
    public void What_lifts_the_obligation_lifts_no_challenge(string factors, SignInDecision decision, bool mustResist)
    {
        var policy = new RequirementPolicy { PhishingResistantRoles = ["admin"], Clients = [ClientSurface.Web] };
        var facts = new SignInFacts(["admin"], [], Client: ClientSurface.Mobile);
        var decided = RequirementRules.Decide(policy, facts, Account(factors), ManualClock.Start, false, s_resistant);
        Assert.Equal((decision, mustResist), (decided.Decision, decided.MustResist));
        Assert.False(decided.IsRequired);
    }

    [Fact]
    public void Off_is_off() =>
        Assert.False(
            Decide(
                new() { Requirement = Requirement.Off, PhishingResistantRoles = ["admin"] },
                "totp",
                "admin"
            ).MustResist
        );

    [Fact]
    [Trait("Req", "R62")]
    public void A_policy_of_the_version_before_opens_and_demands_nothing()
    {
        var policy = JsonSerializer.Deserialize(
            """{"version":3,"requirement":2,"roles":["staff"],"groups":[],"exemptions":[],"clients":[],"schema":1}""",
            PolicyRecordJson.Default.RequirementPolicy
        )!;
        Assert.Empty(policy.PhishingResistantRoles);
        Assert.False(Decide(policy, "totp", "staff").MustResist);
    }

    [Fact]
    [Trait("Req", "R62")]
    public void A_version_that_does_not_know_the_demand_refuses_the_policy_instead_of_passing_over_it()
    {
        Assert.Equal(RequirementPolicy.CurrentSchema, Apply([]).Schema);
        Assert.NotEqual(RequirementPolicy.CurrentSchema, Apply(["admin"]).Schema);

        static RequirementPolicy Apply(string[] roles) =>
            PolicyRules
                .Apply(
                    new(),
                    new()
                    {
                        Actor = "root",
                        Requirement = Requirement.Optional,
                        PhishingResistantRoles = roles,
                    },
                    ManualClock.Start,
                    null
                )
                .Policy;
    }

    private static RequirementDecision Decide(RequirementPolicy policy, string factors, string role) =>
        RequirementRules.Decide(
            policy,
            new([role], []),
            Account(factors),
            ManualClock.Start,
            isDeviceTrusted: false,
            s_resistant
        );

    private static TwoFactorAccount Account(string factors) =>
        new()
        {
            UserId = "alice",
            Factors =
            [
                .. factors
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(name => new Factor
                    {
                        Id = name,
                        Method = name.TrimStart('-', '?'),
                        Name = name,
                        Status = name[0] switch
                        {
                            '-' => FactorStatus.Disabled,
                            '?' => FactorStatus.Pending,
                            _ => FactorStatus.Active,
                        },
                        CreatedAt = ManualClock.Start,
                        State = [],
                    }),
            ],
        };
}
