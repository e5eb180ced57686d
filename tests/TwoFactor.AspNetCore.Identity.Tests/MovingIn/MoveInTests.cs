using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Users of Identity's own second factor, and what becomes of what Identity knew.</summary>
public sealed class MoveInTests
{
    [Fact, Trait("Req", "R21")]
    public async Task Key_and_recovery_codes_move_in_one_write_and_Identity_keeps_none()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();

        var status = await host.StatusAsync(id);
        Assert.Equal((1, 3), (status.Epoch, status.RecoveryCodesLeft));
        var tokens = await host.TokensAsync(id);
        Assert.DoesNotContain(tokens, t => t.Contains(Base32.Encode(secret), StringComparison.Ordinal));
        Assert.DoesNotContain(tokens, t => t.Contains(codes[0], StringComparison.Ordinal));
        Assert.Equal("/", await browser.RecoveryCodeAsync(codes[0].ToLowerInvariant()));
    }

    [Fact]
    public async Task Eight_first_sign_ins_at_once_move_the_user_once()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        var browsers = Enumerable.Range(0, 8).Select(_ => host.Open()).ToList();
        var locations = await Task.WhenAll(browsers.Select(b => Task.Run(() => b.LoginAsync())));

        Assert.All(locations, l => Assert.Contains("LoginWith2fa", l));
        Assert.Single((await host.StatusAsync(id)).Factors);
        Assert.Equal(1, (await host.StatusAsync(id)).Epoch);
        Assert.Equal("/", await browsers[3].CodeAsync(secret));
        browsers.ForEach(b => b.Dispose());
    }

    [Theory, Trait("Req", "R60")]
    [InlineData(null, true, 1)]
    [InlineData("no base 32!", true, 0)]
    [InlineData(null, false, 0)]
    public async Task A_page_that_signs_in_past_the_sign_in_manager_lets_nobody_in_by_the_password(
        string? key,
        bool movesIn,
        int factors
    )
    {
        await using var host = await IdentityHost.StartAsync(
            new() { Identity = o => o.MoveInAtSignIn = movesIn, Map = MapOwnSignIn }
        );
        var (id, secret, _) = await host.AddOldUserAsync(key: key);
        using var browser = host.Open();

        var answer = await browser.PostTextAsync($"/own-sign-in?user={id}", "");

        Assert.Equal(factors == 1 ? "Challenge" : "refused", answer);
        Assert.Equal("nobody", await browser.WhoAsync());
        Assert.Equal(factors, (await host.StatusAsync(id)).Factors.Count);
        Assert.False(
            host.Logs.Lines.Any(l => l.Contains(Base32.Encode(secret), StringComparison.Ordinal)),
            "a key stands in the log"
        );
    }

    private static void MapOwnSignIn(WebApplication app) =>
        app.MapPost(
            "/own-sign-in",
            async (HttpContext context, SignInManager<IdentityUser> signIns, string user) =>
            {
                var principal = await signIns.CreateUserPrincipalAsync(
                    (await signIns.UserManager.FindByIdAsync(user))!
                );
                try
                {
                    return $"{(await context.SignInWithTwoFactorAsync(principal)).Decision}";
                }
                catch (InvalidOperationException e)
                    when (e.Message.Contains("has not moved in", StringComparison.Ordinal))
                {
                    return "refused";
                }
            }
        );

    [Fact]
    public async Task A_crash_between_the_two_writes_is_made_good_by_the_next_sign_in()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, codes) = await host.AddOldUserAsync();
        var uri = OtpAuthUri.Parse($"otpauth://totp/a?secret={Base32.Encode(secret)}").Value!;
        await host
            .Services.GetRequiredService<IAdministrationService>()
            .ImportAsync(
                new FactorImport
                {
                    UserId = id,
                    Uri = uri,
                    RecoveryCodes = codes,
                    OnlyIfNew = true,
                    Actor = "identity",
                }
            );
        using var browser = host.Open();
        await browser.LoginAsync();

        Assert.Single((await host.StatusAsync(id)).Factors);
        Assert.DoesNotContain(
            await host.TokensAsync(id),
            t => t.Contains(Base32.Encode(secret), StringComparison.Ordinal)
        );
        Assert.Equal("/", await browser.CodeAsync(secret));
    }

    [Fact]
    public async Task Who_was_reset_is_not_brought_back_by_what_is_left_in_Identity()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        var uri = OtpAuthUri.Parse($"otpauth://totp/a?secret={Base32.Encode(secret)}").Value!;
        await host.Services.GetRequiredService<IAdministrationService>().ImportAsync(id, uri, "admin");
        await host.ResetAsync(id);
        using var browser = host.Open();
        await browser.LoginAsync();

        Assert.Empty((await host.StatusAsync(id)).Factors);
        await browser.GetAsync("/mine");
        Assert.Equal("/Identity/Account/Manage/EnableAuthenticator", browser.Location);
    }

    [Fact]
    public async Task A_user_with_a_malformed_key_is_not_let_in_by_the_password_alone()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, _, codes) = await host.AddOldUserAsync(key: "no base 32!");
        using var browser = host.Open();

        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
        Assert.Equal("nobody", await browser.WhoAsync());
        Assert.Empty((await host.StatusAsync(id)).Factors);
        Assert.Contains(host.Logs.Lines, l => l.Contains("could not move in", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, l => l.Contains("base 32!", StringComparison.Ordinal));
        Assert.Equal("/", await browser.RecoveryCodeAsync(codes[1]));
    }

    [Fact]
    public async Task Without_moving_in_Identity_checks_its_own_codes()
    {
        await using var host = await IdentityHost.StartAsync(new() { Identity = o => o.MoveInAtSignIn = false });
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();

        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
        Assert.Equal("/", await browser.CodeAsync(IdentityHost.RealCode(secret)));
        Assert.NotEqual("nobody", await browser.WhoAsync());
        Assert.Empty((await host.StatusAsync(id)).Factors);
    }

    [Fact]
    public async Task Taken_away_nobody_passes_with_the_password_and_after_a_restore_the_old_codes_work()
    {
        using var folder = new Folder();
        byte[] secret;
        await using (var host = await IdentityHost.StartAsync(folder: folder))
        {
            (_, secret, _) = await host.AddOldUserAsync();
            using var browser = host.Open();
            await browser.LoginAsync();
            await browser.CodeAsync(secret);
        }

        await using (var without = await IdentityHost.StartAsync(new() { HasLibrary = false }, folder))
        {
            using var browser = without.Open();
            Assert.Contains("LoginWith2fa", await browser.LoginAsync());
            Assert.Null(await browser.CodeAsync(secret));
            Assert.Equal("nobody", await browser.WhoAsync());
        }

        await using (var host = await IdentityHost.StartAsync(folder: folder))
        {
            var report = await host.Services.GetRequiredService<ITwoFactorMigration>().RestoreAsync();
            Assert.Equal(1, report.Changed);
        }

        await using var restored = await IdentityHost.StartAsync(new() { HasLibrary = false }, folder);
        using var visitor = restored.Open();
        await visitor.LoginAsync();
        Assert.Equal("/", await visitor.CodeAsync(secret));
    }
}
