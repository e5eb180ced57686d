namespace TwoFactor.Tests;

public sealed class PolicyTests
{
    private static readonly TwoFactorAccount s_none = new() { UserId = "alice" };

    private static readonly TwoFactorAccount s_enrolled = s_none with
    {
        Factors =
        [
            new Factor
            {
                Id = "f",
                Method = "totp",
                Name = "phone",
                Status = FactorStatus.Active,
                CreatedAt = ManualClock.Start,
                State = [],
            },
        ],
    };

    [Theory]
    [Trait("Req", "R60")]
    [InlineData(Requirement.Off, false, SignInDecision.Allowed)]
    [InlineData(Requirement.Off, true, SignInDecision.Allowed)]
    [InlineData(Requirement.Optional, false, SignInDecision.Allowed)]
    [InlineData(Requirement.Optional, true, SignInDecision.Challenge)]
    [InlineData(Requirement.Everyone, false, SignInDecision.Enroll)]
    [InlineData(Requirement.Everyone, true, SignInDecision.Challenge)]
    public void Off_optional_and_everyone(Requirement requirement, bool isEnrolled, SignInDecision decision) =>
        Assert.Equal(
            decision,
            Decide(new RequirementPolicy { Requirement = requirement }, isEnrolled ? s_enrolled : s_none).Decision
        );

    [Fact]
    [Trait("Req", "R60")]
    [Trait("Req", "R61")]
    public void Roles_and_groups_match_without_regard_to_case_and_the_rules_that_matched_are_told()
    {
        var roles = new RequirementPolicy { Requirement = Requirement.Roles, Roles = ["admin", "staff"] };
        Assert.Equal(["role:admin"], Decide(roles, s_none, roles: ["Admin", "guest"]).Rules);
        Assert.Equal(SignInDecision.Enroll, Decide(roles, s_none, roles: ["Admin"]).Decision);
        Assert.Equal(SignInDecision.Allowed, Decide(roles, s_none, roles: ["guest"]).Decision);
        Assert.Equal(SignInDecision.Allowed, Decide(roles, s_none, groups: ["admin"]).Decision);
        var groups = new RequirementPolicy { Requirement = Requirement.Groups, Groups = ["finance"] };
        Assert.Equal(["group:finance"], Decide(groups, s_none, groups: ["FINANCE"]).Rules);
        Assert.Equal(
            ["everyone", "enrolled"],
            Decide(new RequirementPolicy { Requirement = Requirement.Everyone }, s_enrolled).Rules
        );
    }

    [Theory]
    [Trait("Req", "R63")]
    [InlineData("staff ")]
    [InlineData(" staff")]
    [InlineData("staff\u00A0")]
    [InlineData("\u3000STAFF")]
    public async Task A_name_with_spaces_around_it_is_the_name_without(string name)
    {
        await using var host = Host.Create();
        foreach (var requirement in new[] { Requirement.Roles, Requirement.Groups })
        {
            var isRole = requirement == Requirement.Roles;
            var result = await host.Policy.SetAsync(
                new PolicyChange
                {
                    Requirement = requirement,
                    Roles = isRole ? [name, "staff", "Staff "] : [],
                    Groups = isRole ? [] : [name, "staff"],
                    Exemptions =
                    [
                        new IdentityProviderExemption
                        {
                            Provider = $"{name}-idp ",
                            Actor = "admin",
                            Reason = "own factor",
                            ExpiresAt = host.Clock.Now.AddDays(1),
                        },
                    ],
                    Actor = "admin",
                }
            );
            var only = Assert.Single(isRole ? result.Policy.Roles : result.Policy.Groups);
            Assert.Equal("staff", only, ignoreCase: true);
            Assert.Equal($"{name.TrimStart()}-idp", result.Policy.Exemptions.Single().Provider);

            // Also where the host's own name, or one of an older policy, has the space.
            foreach (var own in new[] { "staff", "staff ", name })
            {
                var request = new SignInRequest
                {
                    UserId = "bob",
                    Roles = isRole ? [own] : [],
                    Groups = isRole ? [] : [own],
                };
                Assert.Equal(SignInDecision.Enroll, (await host.SignIn.EvaluateAsync(request)).Decision);
                var before = new RequirementPolicy
                {
                    Requirement = requirement,
                    Roles = isRole ? [name] : [],
                    Groups = isRole ? [] : [name],
                };
                Assert.Equal(
                    SignInDecision.Enroll,
                    Decide(before, s_none, roles: [.. request.Roles], groups: [.. request.Groups]).Decision
                );
            }
        }
    }

    [Fact]
    [Trait("Req", "R60")]
    public void A_federated_sign_in_is_exempt_by_provider_until_the_exemption_ends()
    {
        var policy = new RequirementPolicy
        {
            Requirement = Requirement.Everyone,
            Exemptions =
            [
                new IdentityProviderExemption
                {
                    Provider = "entra",
                    Actor = "admin",
                    Reason = "has its own",
                    ExpiresAt = ManualClock.Start.AddDays(1),
                },
            ],
        };
        Assert.Equal(SignInDecision.Allowed, Decide(policy, s_none, provider: "Entra").Decision);
        Assert.Equal(SignInDecision.Enroll, Decide(policy, s_none, provider: "google").Decision);
        Assert.Equal(SignInDecision.Enroll, Decide(policy, s_none).Decision);
        Assert.Equal(
            SignInDecision.Enroll,
            Decide(policy, s_none, provider: "entra", now: ManualClock.Start.AddDays(1)).Decision
        );
    }

    [Fact]
    [Trait("Req", "R60")]
    public void A_policy_for_the_web_leaves_the_apps_alone_and_covers_what_did_not_say()
    {
        var policy = new RequirementPolicy { Requirement = Requirement.Everyone, Clients = [ClientSurface.Web] };
        Assert.Equal(SignInDecision.Enroll, Decide(policy, s_none, client: ClientSurface.Web).Decision);
        Assert.Equal(SignInDecision.Allowed, Decide(policy, s_none, client: ClientSurface.Mobile).Decision);
        Assert.Equal(SignInDecision.Enroll, Decide(policy, s_none, client: ClientSurface.Unknown).Decision);
        Assert.Equal(SignInDecision.Enroll, Decide(policy, s_none, client: (ClientSurface)99).Decision);
    }

    [Theory]
    [InlineData(ClientSurface.Mobile, null, "client:mobile")]
    [InlineData(ClientSurface.Web, "entra", "identity_provider:entra")]
    [Trait("Req", "R63")]
    public void What_lifts_the_obligation_never_lifts_the_challenge_of_a_user_who_enrolled(
        ClientSurface client,
        string? provider,
        string rule
    )
    {
        var policy = new RequirementPolicy
        {
            Requirement = Requirement.Everyone,
            Clients = [ClientSurface.Web],
            Exemptions =
            [
                new IdentityProviderExemption
                {
                    Provider = "entra",
                    Actor = "admin",
                    Reason = "has its own",
                    ExpiresAt = ManualClock.Start.AddDays(1),
                },
            ],
        };
        Assert.Equal(SignInDecision.Allowed, Decide(policy, s_none, client: client, provider: provider).Decision);
        var asked = Decide(policy, s_enrolled, client: client, provider: provider);
        Assert.Equal((SignInDecision.Challenge, SignInReasons.Enrolled), (asked.Decision, asked.Reason));
        Assert.False(asked.IsRequired);
        Assert.Equal([rule, "enrolled"], asked.Rules);

        // Nor what is denied: a lock, and a record that is gone.
        var locked = s_enrolled with
        {
            LockedUntil = ManualClock.Start.AddMinutes(1),
        };
        Assert.Equal(SignInDecision.Denied, Decide(policy, locked, client: client, provider: provider).Decision);
        var lost = new SignInFacts([], [], provider, client) { HasEnrolled = true };
        Assert.Equal(
            SignInReasons.RecordMissing,
            RequirementRules.Decide(policy, lost, s_none, ManualClock.Start, isDeviceTrusted: false).Reason
        );
    }

    [Fact]
    [Trait("Req", "R63")]
    public async Task A_sign_in_that_is_free_does_not_make_the_last_factor_removable()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Roles,
                Roles = ["staff"],
                Clients = [ClientSurface.Web],
                Actor = "admin",
            }
        );
        foreach (var client in new[] { ClientSurface.Web, ClientSurface.Mobile })
            await host.SignIn.EvaluateAsync(
                new SignInRequest
                {
                    UserId = "alice",
                    Roles = ["staff"],
                    Client = client,
                }
            );

        var removed = await host.Enrollment.RemoveAsync(
            new RemovalRequest
            {
                UserId = "alice",
                FactorId = user.FactorId,
                Proof = host.Proof(),
                Roles = ["guest"],
            }
        );
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, removed.Outcome);
    }

    [Fact]
    [Trait("Req", "R61")]
    public async Task Grace_counts_from_the_first_sign_in_that_required_it_and_a_shorter_one_takes_effect()
    {
        await using var host = Host.Create();
        await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(7),
                Actor = "admin",
            }
        );
        var first = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal(
            (SignInDecision.Allowed, SignInReasons.Grace, (DateTimeOffset?)host.Clock.Now.AddDays(7)),
            (first.Decision, first.Reason, first.GraceUntil)
        );
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(
            first.GraceUntil,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).GraceUntil
        );

        await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(2),
                Actor = "admin",
            }
        );
        Assert.Equal(
            SignInDecision.Enroll,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(4),
                Actor = "admin",
            }
        );
        Assert.Equal(
            SignInDecision.Allowed,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(
            (SignInDecision.Enroll, SignInReasons.Required),
            Brief(await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" }))
        );
    }

    [Fact]
    [Trait("Req", "R61")]
    public void The_decision_is_a_pure_function()
    {
        var policy = new RequirementPolicy { Requirement = Requirement.Everyone, Grace = TimeSpan.FromDays(1) };
        var since = s_none with { RequiredSince = ManualClock.Start.AddDays(-2) };
        Assert.Equal(Decide(policy, since).Decision, Decide(policy, since).Decision);
        Assert.Equal(SignInDecision.Enroll, Decide(policy, since).Decision);
        Assert.Equal(SignInDecision.Allowed, Decide(policy, since, now: ManualClock.Start.AddDays(-1.5)).Decision);
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task Required_and_not_enrolled_never_signs_in_and_enabled_yet_unusable_never_passes()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        await host.BeginAsync();
        Assert.Equal(
            SignInDecision.Enroll,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        var disabled = s_enrolled with { Factors = [s_enrolled.Factors[0] with { Status = FactorStatus.Disabled }] };
        foreach (var requirement in new[] { Requirement.Optional, Requirement.Everyone })
            Assert.Equal(
                SignInDecision.Denied,
                Decide(new RequirementPolicy { Requirement = requirement }, disabled).Decision
            );
    }

    [Fact]
    public async Task A_user_of_whom_nothing_is_required_leaves_no_record()
    {
        await using var host = Host.Create();
        await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Null(await host.Store.FindAsync(new AccountKey("", "alice"), default));
    }

    [Fact]
    [Trait("Req", "R62")]
    public void A_requirement_that_a_newer_version_set_counts_as_required() =>
        Assert.Equal(
            SignInDecision.Enroll,
            Decide(new RequirementPolicy { Requirement = (Requirement)99 }, s_none).Decision
        );

    private static (SignInDecision Decision, string Reason) Brief(SignInEvaluation result) =>
        (result.Decision, result.Reason);

    private static RequirementDecision Decide(
        RequirementPolicy policy,
        TwoFactorAccount account,
        string[]? roles = null,
        string[]? groups = null,
        string? provider = null,
        ClientSurface client = ClientSurface.Unknown,
        DateTimeOffset? now = null
    ) =>
        RequirementRules.Decide(
            policy,
            new SignInFacts(roles ?? [], groups ?? [], provider, client),
            account,
            now ?? ManualClock.Start,
            isDeviceTrusted: false
        );
}
