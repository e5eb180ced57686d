using System.Net;

namespace TwoFactor.Tests;

/// <summary>Setting a method up: nothing that a page showed is lost by loading it again.</summary>
[Trait("Req", "R100")]
public sealed class SetUpPageTests : IAsyncLifetime
{
    private PagesHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PagesHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task No_password_is_asked_seconds_after_the_sign_in()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security");
        await alice.FollowAsync("/security/set-up");
        Assert.Equal("Choose a method", alice.Title);
    }

    [Fact]
    public async Task After_the_password_the_user_is_where_the_user_was()
    {
        var alice = await SignedInAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        await alice.GoAsync("/security/set-up");
        Assert.Equal("Enter your password again", alice.Title);
        await alice.SubmitAsync("", ("password", "wrong"));
        Assert.Contains("The password is wrong.", alice.Text, StringComparison.Ordinal);
        await alice.SubmitAsync("", ("password", PagesHost.Password));
        Assert.Equal("Choose a method", alice.Title);
    }

    [Fact, Trait("Req", "R40")]
    public async Task A_key_that_was_confirmed_in_another_browser_is_not_shown_again()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/totp");
        var secret = (await alice.SubmitAsync("Begin")).Scan().Secret!;
        var other = _host.Visit();
        await other.SignInAsync("alice");
        Assert.Equal(secret, (await other.GoAsync("/security/set-up/totp")).Scan().Secret);
        Assert.Equal(10, (await other.TypeCodeAsync()).Codes().Count);
        _host.Clock.Advance(TimeSpan.FromSeconds(30));

        await alice.SignInAsync("alice");
        await alice.TypeCodeAsync();
        await alice.GoAsync("/security/set-up/totp");
        Assert.Equal(HttpStatusCode.OK, alice.Status);
        Assert.DoesNotContain(secret, alice.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("otpauth:", alice.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("image/svg+xml;base64", alice.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_password_signs_in_again_at_the_host()
    {
        var alice = await SignedInAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        await alice.GoAsync("/security/set-up");
        await alice.SubmitAsync("handler=SignIn");
        Assert.Equal("/login-page?ReturnUrl=%2Fsecurity%2Fset-up", alice.Path);
    }

    [Fact]
    public async Task The_key_stays_the_same_over_a_reload_a_second_tab_another_language_and_a_wrong_code()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/totp");
        var secret = (await alice.SubmitAsync("Begin", ("name", "My phone"))).Scan().Secret;
        Assert.Equal("/security/set-up/totp", alice.Path);
        Assert.Equal(secret, (await alice.GoAsync(alice.Path)).Scan().Secret);
        Assert.Equal(secret, (await alice.Tab().GoAsync(alice.Path)).Scan().Secret);
        await alice.SubmitAsync("language", ("culture", "de"));
        Assert.Equal("Einrichten: Authenticator-App", alice.Title);
        Assert.Equal(secret, alice.Scan().Secret);
        await alice.TypeCodeAsync("000000");
        Assert.Contains("Der Code ist falsch. Noch 4 Versuche.", alice.Text, StringComparison.Ordinal);
        Assert.Equal("/security/set-up/totp", alice.Path);
        Assert.Equal(secret, alice.Scan().Secret);
        await alice.TypeCodeAsync();
        Assert.Equal("Ihre Wiederherstellungscodes", alice.Title);
    }

    [Fact]
    public async Task What_waits_for_its_first_code_can_be_continued_from_the_profile()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/totp");
        var secret = (await alice.SubmitAsync("Begin")).Scan().Secret;
        alice.Forget("set-up");
        await alice.GoAsync("/security");
        Assert.Contains("waits for its first code", alice.Text, StringComparison.Ordinal);
        await alice.FollowAsync("/security/set-up/totp");
        Assert.Equal(secret, alice.Scan().Secret);
    }

    [Fact]
    public async Task Beginning_again_makes_another_key()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/totp");
        var first = (await alice.SubmitAsync("Begin")).Scan().Secret;
        await alice.SubmitAsync("handler=Again");
        Assert.NotEqual(first, (await alice.SubmitAsync("Begin")).Scan().Secret);
    }

    [Fact]
    public async Task A_phone_opens_the_app_by_a_link_and_the_key_can_be_copied()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/totp");
        await alice.SubmitAsync("Begin");
        Assert.Matches("<a class=\"button\" href=\"otpauth://totp/[^\"]+\">Open in authenticator app</a>", alice.Html);
        Assert.Contains("data-copy=\"#key\"", alice.Html, StringComparison.Ordinal);
        Assert.Matches("<input id=\"code\"[^>]*inputmode=\"numeric\" autocomplete=\"one-time-code\"", alice.Html);
    }

    [Fact]
    public async Task The_recovery_codes_stay_until_they_are_put_away_and_then_they_are_gone()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/totp");
        await (await alice.SubmitAsync("Begin")).Scan().TypeCodeAsync();
        var codes = alice.Codes();
        Assert.Equal(10, codes.Count);
        Assert.Equal(codes, (await alice.GoAsync("/security/recovery-codes")).Codes());
        Assert.Equal(codes, (await alice.Tab().GoAsync("/security/recovery-codes")).Codes());
        await alice.GoAsync("/security");
        Assert.Contains("You have not put your recovery codes away yet.", alice.Text, StringComparison.Ordinal);
        await alice.FollowAsync("recovery-codes");
        await alice.SubmitAsync("");
        Assert.Equal("/security", alice.Path);
        Assert.DoesNotContain(alice.CookieNames, n => n.EndsWith("codes", StringComparison.Ordinal));
        await alice.GoAsync("/security/recovery-codes");
        Assert.Empty(alice.Codes());
        Assert.Contains("They are shown only once, and that is over.", alice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_in_the_same_browser_sees_them_and_after_an_hour_nobody_does()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/totp");
        await (await alice.SubmitAsync("Begin")).Scan().TypeCodeAsync();
        var bob = alice.Tab();
        await bob.SignInAsync("bob");
        Assert.Empty((await bob.GoAsync("/security/recovery-codes")).Codes());
        _host.Clock.Advance(TimeSpan.FromMinutes(61));
        await alice.SignInAsync("alice");
        await alice.TypeCodeAsync();
        Assert.Empty((await alice.GoAsync("/security/recovery-codes")).Codes());
    }

    [Fact]
    public async Task The_user_ends_where_the_user_wanted_to_go()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up?returnUrl=%2Fwanted");
        await alice.FollowAsync("set-up/totp");
        await (await alice.SubmitAsync("Begin")).Scan().TypeCodeAsync();
        await alice.SubmitAsync("");
        Assert.Equal("the wanted page", alice.Html);
    }

    [Fact]
    public async Task A_phone_number_is_asked_for_with_its_country_and_what_is_wrong_stands_under_it()
    {
        var alice = await SignedInAsync();
        alice.Language = "ja";
        await alice.GoAsync("/security/set-up/sms");
        Assert.Contains("<option value=\"JP\" selected=\"selected\">", alice.Html, StringComparison.Ordinal);
        await alice.SubmitAsync("Begin", ("input.region", "JP"), ("input.phoneNumber", "12345"));
        Assert.Contains("桁数が足りません。", alice.Text, StringComparison.Ordinal);
        Assert.Matches(
            "<input id=\"phoneNumber\"[^>]*value=\"12345\"[^>]*autofocus[^>]*aria-describedby=\"problem\"",
            alice.Html
        );
        await alice.SubmitAsync("Begin", ("input.region", "JP"), ("input.phoneNumber", "090-1234-5678"));
        Assert.Contains("認証する", alice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1234-5678", alice.Html, StringComparison.Ordinal);
        await alice.GoAsync(alice.Path);
        await alice.SubmitAsync("Confirm", ("code", _host.ReadCode()));
        Assert.Equal(10, alice.Codes().Count);
    }

    [Fact]
    public async Task A_method_without_pages_of_its_own_is_set_up_by_its_address()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up");
        await alice.FollowAsync("set-up/email");
        Assert.Contains("Codes by e-mail are less secure", alice.Text, StringComparison.Ordinal);
        await alice.SubmitAsync("Begin", ("input.address", "nobody"));
        Assert.Contains("That is no e-mail address.", alice.Text, StringComparison.Ordinal);
        await alice.SubmitAsync("Begin", ("input.address", "alice@example.com"));
        await alice.SubmitAsync("Confirm", ("code", _host.ReadCode()));
        Assert.Equal(10, alice.Codes().Count);
    }

    [Fact]
    public async Task What_is_no_method_is_not_found()
    {
        var alice = await SignedInAsync();
        await alice.GoAsync("/security/set-up/pigeon");
        Assert.Equal(HttpStatusCode.NotFound, alice.Status);
    }

    [Fact]
    public async Task A_policy_leads_through_the_set_up_at_sign_in_and_says_why()
    {
        await _host
            .Get<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        var alice = _host.Visit();
        await alice.SignInAsync("alice", "/wanted");
        Assert.Contains(
            "Your account needs a second factor before you can go on.",
            alice.Text,
            StringComparison.Ordinal
        );
        await alice.FollowAsync("set-up/totp");
        await (await alice.SubmitAsync("Begin")).Scan().TypeCodeAsync();
        Assert.Equal(10, alice.Codes().Count);
        await alice.SubmitAsync("");
        Assert.Equal("the wanted page", alice.Html);

        await _host
            .Get<IResetService>()
            .ResetAsync(
                new()
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost",
                }
            );
        await alice.SignInAsync("alice");
        Assert.Contains("Your second factor was reset by an administrator", alice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_s_code_is_asked_for_where_the_first_factor_takes_one()
    {
        await using var host = await PagesHost.StartAsync(core: o =>
            o.Enrollment.FirstFactor = FirstFactorProof.AdministratorCode
        );
        var alice = host.Visit();
        await alice.SignInAsync("alice");
        await alice.GoAsync("/security/set-up/totp");
        await alice.SubmitAsync("Begin");
        Assert.Contains("An administrator has to give you a temporary code", alice.Text, StringComparison.Ordinal);
        var issued = await host.Get<IResetService>()
            .IssueTemporaryCodeAsync(
                new()
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "new here",
                }
            );
        await alice.SubmitAsync("Begin", ("administratorCode", issued.Code!));
        await alice.Scan().TypeCodeAsync();
        Assert.Equal(10, alice.Codes().Count);
    }

    private async Task<Visitor> SignedInAsync()
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        return alice;
    }
}
