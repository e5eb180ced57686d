using System.Net;

namespace TwoFactor.Tests;

/// <summary>The page for the code after the password.</summary>
public sealed class SecondFactorPageTests : IAsyncLifetime
{
    private PagesHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PagesHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task It_leads_to_where_the_user_wanted_to_go()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice", "/wanted");
        Assert.StartsWith("/security/sign-in", alice.Path, StringComparison.Ordinal);
        await alice.TypeCodeAsync();
        Assert.Equal(("/wanted", "the wanted page"), (alice.Path, alice.Html));
    }

    [Fact]
    public async Task It_says_who_is_signing_in_and_does_not_give_the_name_away()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice");
        Assert.Contains("Signing in as a•••", alice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", alice.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&digits=8", "8-digit code")]
    [InlineData("", "6-digit code")]
    public async Task It_says_how_many_digits_the_code_of_an_imported_app_has(string digits, string label)
    {
        await _host
            .Get<IAdministrationService>()
            .ImportAsync(
                "bob",
                OtpAuthUri.Parse($"otpauth://totp/bob?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP{digits}").Value!,
                "importer"
            );
        var bob = _host.Visit();
        await bob.SignInAsync("bob");
        Assert.Contains($"<label for=\"code\">{label}</label>", bob.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_apps_with_different_codes_it_says_no_number()
    {
        var alice = await EnrolledAsync();
        await _host
            .Get<IAdministrationService>()
            .ImportAsync(
                "alice",
                OtpAuthUri.Parse("otpauth://totp/a?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&digits=8").Value!,
                "importer"
            );
        await alice.SignInAsync("alice");
        Assert.Contains("<label for=\"code\">Code</label>", alice.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_for_how_long_a_device_is_remembered()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice");
        Assert.Contains(
            "Remember this device for 30 days Only on a device of your own.",
            alice.Text,
            StringComparison.Ordinal
        );
        await alice.SubmitAsync("Verify", ("code", alice.Code()), ("remember", "true"));
        await alice.SignInAsync("alice", "/wanted");
        Assert.Equal("/wanted", alice.Path);
    }

    [Fact]
    public async Task After_a_slip_the_device_is_still_to_be_remembered()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice");
        Assert.DoesNotMatch("name=\"remember\"[^>]*checked", alice.Html);
        await alice.SubmitAsync("Verify", ("code", "000000"), ("remember", "true"));
        Assert.Matches("name=\"remember\"[^>]*checked", alice.Html);
        await alice.SubmitAsync("Verify", ("code", "000000"));
        Assert.DoesNotMatch("name=\"remember\"[^>]*checked", alice.Html);
    }

    [Fact]
    public async Task A_wrong_code_is_told_under_the_field_and_the_last_attempt_is_counted_in_the_singular()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice");
        await alice.TypeCodeAsync("000000");
        Assert.Contains("The code is wrong. 4 attempts left.", alice.Text, StringComparison.Ordinal);
        Assert.Matches(
            "<input id=\"code\"[^>]*autofocus[^>]*aria-describedby=\"problem\"\\s+aria-invalid=\"true\"",
            alice.Html
        );
        Assert.Contains("role=\"alert\" id=\"problem\"", alice.Html, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
            await alice.TypeCodeAsync("000000");

        Assert.Contains("The code is wrong. 1 attempt left.", alice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_code_is_answered_by_a_redirect_so_that_a_reload_costs_no_attempt()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice", "/wanted");
        await alice.TypeCodeAsync("000000");
        Assert.DoesNotContain("handler", alice.Path, StringComparison.OrdinalIgnoreCase);
        await alice.GoAsync(alice.Path);
        Assert.DoesNotContain("The code is wrong", alice.Text, StringComparison.Ordinal);
        await alice.TypeCodeAsync("000000");
        Assert.Contains("The code is wrong. 3 attempts left.", alice.Text, StringComparison.Ordinal);
        await alice.TypeCodeAsync();
        Assert.Equal("/wanted", alice.Path);
    }

    [Fact]
    public async Task A_lock_counts_down_without_script_and_leads_on_when_it_is_over()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice", "/wanted");
        for (var i = 0; i < 5; i++)
            await alice.TypeCodeAsync("000000");

        Assert.StartsWith("/security/locked", alice.Path, StringComparison.Ordinal);
        Assert.Contains("Try again in 30 seconds.", alice.Text, StringComparison.Ordinal);
        var refresh = alice.Last.Headers.GetValues("Refresh").Single();
        Assert.StartsWith("20;url=/security/locked?", refresh, StringComparison.Ordinal);

        _host.Clock.Advance(TimeSpan.FromSeconds(20));
        await alice.GoAsync(refresh[7..]);
        Assert.Contains("Try again in 10 seconds.", alice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("role=\"alert\"", alice.Html, StringComparison.Ordinal);

        _host.Clock.Advance(TimeSpan.FromSeconds(11));
        await alice.GoAsync(alice.Last.Headers.GetValues("Refresh").Single()[7..]);
        Assert.Contains("You can try again now.", alice.Text, StringComparison.Ordinal);
        Assert.False(alice.Last.Headers.Contains("Refresh"));
        await alice.SubmitAsync("");
        Assert.Equal("/login-page?ReturnUrl=%2Fwanted", alice.Path);
    }

    [Fact]
    public async Task Who_is_locked_is_told_at_the_next_sign_in_too()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice");
        for (var i = 0; i < 5; i++)
            await alice.TypeCodeAsync("000000");

        await alice.SignInAsync("alice");
        Assert.StartsWith("/security/locked", alice.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_tab_of_a_finished_sign_in_says_so()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice", "/wanted");
        var tab = await alice.Tab().GoAsync(alice.Path);
        await alice.TypeCodeAsync();
        await tab.GoAsync(tab.Path);
        Assert.Equal("You are signed in", tab.Title);
        await tab.FollowAsync("/wanted");
        Assert.Equal("the wanted page", tab.Html);
    }

    [Fact]
    public async Task A_form_that_comes_again_with_the_new_session_leads_on_and_without_one_is_refused()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice", "/wanted");
        var tab = await alice.Tab().GoAsync(alice.Path);
        await alice.TypeCodeAsync();
        await tab.TypeCodeAsync();
        Assert.Equal(("/wanted", "the wanted page"), (tab.Path, tab.Html));

        var nobody = _host.Visit();
        await nobody.SignInAsync("alice", "/wanted");
        await nobody.SubmitAsync("Verify", ("code", "000000"), ("__RequestVerificationToken", "nonsense"));
        Assert.Equal(HttpStatusCode.BadRequest, nobody.Status);
    }

    [Fact]
    public async Task A_recovery_code_lets_in()
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        var codes = await alice.TurnOnAsync();
        await alice.SignInAsync("alice");
        await alice.FollowAsync("backup=true");
        await alice.SubmitAsync("Verify", ("code", codes[0]));
        Assert.Equal("the start page", alice.Html);
    }

    [Fact]
    public async Task A_code_that_is_sent_survives_a_reload()
    {
        var bob = _host.Visit();
        await bob.SignInAsync("bob");
        await bob.GoAsync("/security/set-up/email");
        await bob.SubmitAsync("Begin", ("input.address", "bob@example.com"));
        await bob.SubmitAsync("Confirm", ("code", _host.ReadCode()));
        await bob.SubmitAsync("");
        _host.Clock.Advance(TimeSpan.FromMinutes(2));

        await bob.SignInAsync("bob");
        Assert.DoesNotContain("name=\"code\"", bob.Html, StringComparison.Ordinal);
        await bob.SubmitAsync("Send");
        await bob.GoAsync(bob.Path);
        Assert.Contains("A code was sent to", bob.Text, StringComparison.Ordinal);
        Assert.Contains("data-enable-in=\"", bob.Html, StringComparison.Ordinal);
        await bob.SubmitAsync("Verify", ("code", _host.ReadCode()));
        Assert.Equal("the start page", bob.Html);
    }

    [Fact]
    public async Task Nobody_is_sent_to_another_site()
    {
        var alice = await EnrolledAsync();
        await alice.SignInAsync("alice", "https://evil.example/");
        await alice.TypeCodeAsync();
        Assert.Equal(("/", HttpStatusCode.OK), (alice.Path, alice.Status));
    }

    private async Task<Visitor> EnrolledAsync()
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.TurnOnAsync();
        return alice;
    }
}
