using System.Security.Claims;

namespace TwoFactor.Tests;

/// <summary>Groups that a provider left out of a token are not "no groups".</summary>
[Trait("Req", "R63")]
public sealed class GroupOverageTests
{
    [Theory]
    [InlineData("_claim_names={\"groups\":\"src1\"}", "enroll")]
    [InlineData("_claim_names={\"groups\":\"src1\"},groups=sales", "enroll")]
    [InlineData("_claim_names=not json", "enroll")]
    [InlineData("_claim_names=[]", "enroll")]
    [InlineData("hasgroups=true", "enroll")]
    [InlineData("http://schemas.microsoft.com/claims/groups.link=https://graph.example", "enroll")]
    [InlineData("_claim_names={\"address\":\"src1\"}", "allowed")]
    [InlineData("hasgroups=false", "allowed")]
    [InlineData("groups=sales", "allowed")]
    [InlineData("groups=finance", "enroll")]
    public async Task A_policy_for_groups_requires_it_where_the_groups_are_not_all_there(string claims, string expected)
    {
        await using var host = await MiniHost.StartAsync();
        await host.Get<IPolicyService>()
            .SetAsync(
                new()
                {
                    Requirement = Requirement.Groups,
                    Groups = ["finance"],
                    Actor = "root",
                }
            );
        using var browser = host.Visitor();
        Assert.Equal(expected, await browser.LoginAsync("zed", $"&claim={Uri.EscapeDataString(claims)}"));
    }

    [Fact]
    public void Claims_of_other_types_that_hold_the_groups_are_looked_for_under_their_own_name()
    {
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("_claim_names", "{\"memberOf\":\"s\"}")]));
        Assert.True(GroupOverage.IsIn(principal, ["memberOf"]));
        Assert.False(GroupOverage.IsIn(principal, ["groups"]));
    }

    [Theory]
    [InlineData("_claim_names={\"groups\":\"src1\"}", 409)]
    [InlineData("groups=sales", 200)]
    public async Task The_last_factor_stays_where_the_groups_are_not_all_there(string claims, int expected)
    {
        await using var host = await MiniHost.StartAsync();
        using var browser = host.Visitor();
        await browser.LoginAsync("zed", $"&claim={Uri.EscapeDataString(claims)}");
        await browser.TurnOnAsync();
        var factor = Assert.Single((await host.Get<IEnrollmentService>().GetStatusAsync("zed")).Factors);
        await host.Get<IPolicyService>()
            .SetAsync(
                new()
                {
                    Requirement = Requirement.Groups,
                    Groups = ["finance"],
                    Actor = "root",
                }
            );
        var removed = await browser.SendAsync(HttpMethod.Delete, $"/two-factor/factors/{factor.FactorId}");
        Assert.Equal(expected, removed.Status == 204 ? 200 : removed.Status);
    }
}
