namespace TwoFactor.Tests;

/// <summary>What a policy may say, and what a change of it leaves in the trail.</summary>
public sealed class PolicyChangeTests
{
    [Theory]
    [Trait("Req", "R63")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u3000")]
    public async Task A_name_of_spaces_is_none(string name)
    {
        await using var host = Host.Create();
        var result = await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Roles,
                Roles = ["staff", name],
                Actor = "admin",
            }
        );
        Assert.Equal((TwoFactorOutcome.InvalidInput, "A role or group has no name."), (result.Outcome, result.Message));
    }

    [Fact]
    [Trait("Req", "R60")]
    public async Task Every_exemption_has_an_actor_a_reason_and_an_end()
    {
        await using var host = Host.Create();
        var good = new IdentityProviderExemption
        {
            Provider = "entra",
            Actor = "admin",
            Reason = "own",
            ExpiresAt = host.Clock.Now.AddDays(1),
        };
        foreach (
            var bad in new[]
            {
                good with
                {
                    Actor = "",
                },
                good with
                {
                    Reason = " ",
                },
                good with
                {
                    Provider = "",
                },
                good with
                {
                    ExpiresAt = host.Clock.Now,
                },
            }
        )
        {
            var result = await host.Policy.SetAsync(
                new PolicyChange
                {
                    Requirement = Requirement.Everyone,
                    Exemptions = [good, bad],
                    Actor = "admin",
                }
            );
            Assert.Equal(TwoFactorOutcome.InvalidInput, result.Outcome);
        }

        Assert.Equal(0, (await host.Policy.GetAsync()).Version);
        Assert.True(
            (
                await host.Policy.SetAsync(
                    new PolicyChange
                    {
                        Requirement = Requirement.Everyone,
                        Exemptions = [good],
                        Actor = "admin",
                    }
                )
            ).Succeeded
        );
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task A_change_is_versioned_audited_and_in_force_at_once()
    {
        await using var host = Host.Create();
        Assert.Equal(
            SignInDecision.Allowed,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        var one = await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Actor = "admin",
                Reason = "law",
            }
        );
        Assert.Equal((1, "admin"), (one.Policy.Version, one.Policy.UpdatedBy));
        Assert.Equal(
            SignInDecision.Enroll,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        var stale = await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Off,
                Actor = "mallory",
                ExpectedVersion = 0,
            }
        );
        Assert.Equal((TwoFactorOutcome.Conflict, 1), (stale.Outcome, stale.Policy.Version));

        var written = Assert.Single(await host.EventsAsync(AuditEvent.PolicyTrail));
        Assert.Equal(
            (AuditEventTypes.PolicyChanged, "admin", "law", "Everyone"),
            (written.Type, written.Actor, written.Reason, written.Detail)
        );
        Assert.True((await host.Audit.VerifyAsync(AuditEvent.PolicyTrail)).IsIntact);
    }

    [Theory]
    [Trait("Req", "R62")]
    [InlineData("roles")]
    [InlineData("groups")]
    [InlineData("stray")]
    [InlineData("grace")]
    [InlineData("client")]
    public async Task A_policy_that_could_not_mean_anything_is_refused(string kind)
    {
        await using var host = Host.Create();
        var change = kind switch
        {
            "roles" => new PolicyChange { Requirement = Requirement.Roles, Actor = "admin" },
            "groups" => new PolicyChange
            {
                Requirement = Requirement.Groups,
                Groups = [" "],
                Actor = "admin",
            },
            "stray" => new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Roles = ["admin"],
                Actor = "admin",
            },
            "grace" => new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(91),
                Actor = "admin",
            },
            _ => new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Clients = [ClientSurface.Unknown],
                Actor = "admin",
            },
        };
        var result = await host.Policy.SetAsync(change);
        Assert.Equal(TwoFactorOutcome.InvalidInput, result.Outcome);
        Assert.NotNull(result.Message);
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task A_policy_that_does_not_open_denies_and_is_not_taken_for_the_default()
    {
        await using var host = Host.Create();
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        var store = (InMemoryAccountStore)host.Store;
        var row = (await store.ReadPolicyAsync("", default))!;
        var altered = row.Sealed.ToArray();
        altered[^1] ^= 1;
        await store.TryWritePolicyAsync(
            new PolicyRow
            {
                Tenant = "",
                Version = row.Version + 1,
                Sealed = altered,
            },
            row.Version,
            [],
            default
        );
        await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })
        );
    }

    [Fact]
    [Trait("Req", "R60")]
    public async Task Who_exempted_a_provider_why_and_until_when_stays_in_the_trail()
    {
        await using var host = Host.Create();
        var exemption = new IdentityProviderExemption
        {
            Provider = "entra",
            Actor = "carol",
            Reason = "own factor",
            ExpiresAt = host.Clock.Now.AddDays(1),
        };
        await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Exemptions = [exemption],
                Actor = "admin",
            }
        );
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        Assert.Contains(
            "entra until 2027-02-01 by carol (own factor)",
            (await host.EventsAsync(AuditEvent.PolicyTrail))[0].Detail,
            StringComparison.Ordinal
        );
    }
}
