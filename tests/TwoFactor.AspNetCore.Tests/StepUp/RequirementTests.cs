using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace TwoFactor.Tests;

/// <summary>A step-up that asks for a method, or for a factor of the user's own instead of a backup code.</summary>
[Trait("Req", "R42")]
public sealed class RequirementTests
{
    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task What_counts_is_the_second_factor_that_was_passed_last(string scheme)
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice", scheme);
        var codes = (await user.TurnOnAsync())["recoveryCodes"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        Assert.Equal([200, 200, 200, 403], await AskAsync(user));

        await user.LoginAsync("alice", scheme);
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = codes[0] })).Status);
        Assert.Equal([200, 403, 403, 403], await AskAsync(user));
        var refused = await user.GetAsync("/own-factor");
        Assert.Equal("reauthentication_required", Visitor.CodeOf(refused));
        Assert.Contains("recovery", refused.Body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(
            "totp",
            (await user.GetAsync("/by-app")).Body["detail"]!.GetValue<string>(),
            StringComparison.Ordinal
        );

        await user.PostAsync("/two-factor/step-up/verify", new { code = user.Code() });
        Assert.Equal([200, 200, 200, 403], await AskAsync(user));
        await user.PostAsync("/two-factor/step-up/verify", new { code = codes[1] });
        Assert.Equal([200, 403, 403, 403], await AskAsync(user));
    }

    [Fact]
    public async Task A_temporary_code_is_a_backup_code_too()
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        var temporary = await host.Get<IResetService>()
            .IssueTemporaryCodeAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "phone at home",
                }
            );
        await user.LoginAsync("alice");
        await user.PostAsync("/two-factor/sign-in/verify", new { code = temporary.Code });
        Assert.Equal([200, 403, 403, 403], await AskAsync(user));
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task A_method_that_a_principal_brings_along_is_not_taken_for_ours()
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        var codes = (await user.TurnOnAsync())["recoveryCodes"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        await user.LoginAsync("alice", "&claim=two_factor_method=totp,two_factor_method=webauthn");
        await user.PostAsync("/two-factor/sign-in/verify", new { code = codes[0] });
        Assert.Equal(["two_factor_method=recovery_code"], (await user.ClaimsAsync()).Where(IsMethod));
        Assert.Equal([200, 403, 403, 403], await AskAsync(user));

        static bool IsMethod(string claim) => claim.StartsWith("two_factor_method", StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task Outside_of_a_request_a_session_of_an_earlier_epoch_proves_nothing()
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        var epoch = (await host.Get<IEnrollmentService>().GetStatusAsync("alice")).Epoch;
        var circuit = new ClaimsPrincipal(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, "alice"),
                    new(TwoFactorClaimTypes.Epoch, $"{epoch}"),
                    new(TwoFactorClaimTypes.SecondFactorTime, $"{host.Clock.Now.ToUnixTimeSeconds()}"),
                    new(TwoFactorClaimTypes.SecondFactorMethod, FactorMethodNames.Totp),
                ],
                "circuit"
            )
        );

        Assert.True(await IsMetAsync());
        await host.Get<ISignInService>().EndSessionsAsync("alice");
        Assert.False(await IsMetAsync());

        async Task<bool> IsMetAsync() =>
            (
                await host.Get<IAuthorizationService>()
                    .AuthorizeAsync(circuit, null, new TwoFactorRequirement(TimeSpan.FromMinutes(5)))
            ).Succeeded;
    }

    [Fact]
    public void A_requirement_says_what_it_asks_for_and_refuses_what_nobody_can_meet()
    {
        Assert.Equal("a second factor in this session", new TwoFactorRequirement().ToString());
        Assert.Equal(
            "a second factor within 00:05:00, by totp or sms, no backup code",
            new TwoFactorRequirement(TimeSpan.FromMinutes(5))
            {
                Methods = ["totp", "sms"],
                AllowBackupCodes = false,
            }.ToString()
        );
        Assert.Throws<ArgumentException>(() => new TwoFactorRequirement { Methods = ["totp", " "] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoFactorRequirement(TimeSpan.Zero));
    }

    [Theory]
    [InlineData("webauthn", true)]
    [InlineData("totp", false)]
    [InlineData("recovery_code", false)]
    [InlineData("temporary_code", false)]
    [InlineData("unknown", false)]
    [InlineData(null, false)]
    public void What_resists_phishing_meets_a_requirement_that_asks_for_it_and_nothing_else_does(
        string? method,
        bool isMet
    )
    {
        var requirement = new TwoFactorRequirement { IsPhishingResistant = true };
        Assert.Equal(isMet, requirement.IsMetBy(method, new HashSet<string>(StringComparer.Ordinal) { "webauthn" }));
    }

    [Fact]
    public async Task A_code_does_not_open_what_asks_for_resistance_to_phishing_and_the_answer_says_what_does()
    {
        await using var host = await MiniHost.StartAsync(
            new()
            {
                Map = app =>
                    app.MapGet("/against-phishing", () => "open")
                        .RequireTwoFactor(new TwoFactorRequirement { IsPhishingResistant = true }),
            }
        );
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        var refused = await user.GetAsync("/against-phishing");
        Assert.Equal((403, "reauthentication_required"), (refused.Status, Visitor.CodeOf(refused)));
        Assert.Contains("passkey", refused.Body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<List<int>> AskAsync(Visitor user)
    {
        var statuses = new List<int>();
        foreach (var path in new[] { "/once", "/by-app", "/own-factor", "/by-key" })
            statuses.Add((await user.GetAsync(path)).Status);

        return statuses;
    }

    private static Task<MiniHost> StartAsync() =>
        MiniHost.StartAsync(
            new()
            {
                Map = app =>
                {
                    app.MapGet("/by-app", () => "open")
                        .RequireTwoFactor(new TwoFactorRequirement { Methods = ["totp", "sms"] });
                    app.MapGet("/own-factor", () => "open")
                        .RequireTwoFactor(new TwoFactorRequirement { AllowBackupCodes = false });
                    app.MapGet("/by-key", () => "open")
                        .RequireAuthorization(p =>
                            p.RequireTwoFactor(new TwoFactorRequirement { Methods = ["webauthn"] })
                        );
                },
            }
        );
}
