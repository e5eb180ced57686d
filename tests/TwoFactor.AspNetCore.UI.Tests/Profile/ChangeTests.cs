using System.Text.RegularExpressions;

namespace TwoFactor.Tests;

/// <summary>
/// Changes say what is lost, ask for the proof that they need, and then finish what was asked for, once.
/// </summary>
public sealed class ChangeTests : IAsyncLifetime
{
    private PagesHost _host = null!;
    private Visitor _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PagesHost.StartAsync();
        _alice = _host.Visit();
        await _alice.SignInAsync("alice");
        await _alice.TurnOnAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task New_codes_void_the_old_ones_and_the_page_says_so_before_and_after()
    {
        await _alice.GoAsync("/security");
        await _alice.FollowAsync("recovery-codes/new");
        Assert.Contains("the old codes no longer work", _alice.Text, StringComparison.Ordinal);
        Assert.Empty(_alice.Codes());
        await _alice.SubmitAsync("");
        Assert.Contains("The old codes no longer work.", _alice.Text, StringComparison.Ordinal);
        var codes = _alice.Codes();
        Assert.Equal(10, codes.Count);
        Assert.Equal(codes, (await _alice.GoAsync(_alice.Path)).Codes());
    }

    [Fact]
    public async Task A_method_that_the_policy_does_not_let_go_cannot_be_chosen_for_removal()
    {
        await _alice.GoAsync("/security");
        Assert.Contains("/remove?", _alice.Html, StringComparison.Ordinal);
        await _host
            .Get<IPolicyService>()
            .SetAsync(
                new()
                {
                    Requirement = Requirement.Everyone,
                    Actor = "admin",
                    Reason = "test",
                }
            );
        await _alice.GoAsync("/security");
        Assert.DoesNotContain("/remove?", _alice.Html, StringComparison.Ordinal);

        await _alice.GoAsync("/security/set-up/email");
        await _alice.SubmitAsync("Begin", ("input.address", "alice@example.com"));
        await _alice.GoAsync("/security");
        Assert.Equal(1, Regex.Count(_alice.Html, "/remove\\?"));
        await _alice.GoAsync("/security/set-up/email");
        await _alice.TypeCodeAsync(_host.ReadCode());
        await _alice.GoAsync("/security");
        Assert.Equal(2, Regex.Count(_alice.Html, "/remove\\?"));
    }

    [Fact, Trait("Req", "R21")]
    public async Task Codes_that_another_browser_replaced_are_not_shown_any_more()
    {
        await _alice.GoAsync("/security/recovery-codes/new");
        await _alice.SubmitAsync("");
        Assert.Equal(10, (await _alice.GoAsync("/security/recovery-codes")).Codes().Count);

        var other = _host.Visit();
        other.Secret = _alice.Secret;
        await other.SignInAsync("alice");
        await other.TypeCodeAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await other.GoAsync("/security/recovery-codes/new");
        await other.SubmitAsync("");
        Assert.Equal(10, other.Codes().Count);

        await _alice.SignInAsync("alice");
        await _alice.TypeCodeAsync();
        Assert.Empty((await _alice.GoAsync("/security/recovery-codes")).Codes());
        Assert.DoesNotContain(
            "You have not put your recovery codes away",
            (await _alice.GoAsync("/security")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact, Trait("Req", "R70")]
    public async Task Codes_that_were_not_put_away_are_not_shown_on_the_word_of_a_trusted_device()
    {
        await _alice.GoAsync("/security/recovery-codes/new");
        await _alice.SubmitAsync("");
        var codes = _alice.Codes();
        Assert.Equal(10, codes.Count);

        await _alice.SignInAsync("alice");
        await _alice.SubmitAsync("Verify", ("code", _alice.Code()), ("remember", "true"));
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await _alice.SignInAsync("alice");
        Assert.Equal("/", _alice.Path);
        Assert.Empty((await _alice.GoAsync("/security/recovery-codes")).Codes());
        Assert.Equal("Please confirm that it is you", _alice.Title);
        Assert.Equal(codes, (await _alice.TypeCodeAsync()).Codes());
    }

    [Fact]
    public async Task A_session_alone_does_not_guess_the_password()
    {
        await _alice.GoAsync("/security/password");
        for (var i = 0; i < 10; i++)
        {
            await _alice.SubmitAsync("", ("password", $"guess {i}"));
            Assert.Contains("The password is wrong.", _alice.Text, StringComparison.Ordinal);
        }

        await _alice.SubmitAsync("", ("password", PagesHost.Password));
        Assert.Contains("Too soon.", _alice.Text, StringComparison.Ordinal);
        Assert.Equal("Enter your password again", _alice.Title);
    }

    [Fact]
    public async Task The_proof_is_asked_for_first_and_the_question_comes_back()
    {
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        await _alice.GoAsync("/security/recovery-codes/new");
        Assert.Equal("Enter your password again", _alice.Title);
        await _alice.SubmitAsync("", ("password", PagesHost.Password));
        Assert.Equal("Please confirm that it is you", _alice.Title);
        await _alice.TypeCodeAsync();
        Assert.Equal("Make new codes", _alice.Title);
        await _alice.SubmitAsync("");
        Assert.Equal(10, _alice.Codes().Count);
    }

    [Fact]
    public async Task A_proof_that_grew_old_on_the_question_is_asked_for_and_the_question_comes_back()
    {
        await _alice.GoAsync("/security/recovery-codes/new");
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        await _alice.SubmitAsync("");
        Assert.Equal("Enter your password again", _alice.Title);
        await _alice.SubmitAsync("", ("password", PagesHost.Password));
        await _alice.TypeCodeAsync();
        Assert.Equal("Make new codes", _alice.Title);
    }

    [Fact]
    public async Task Removing_the_last_method_says_what_is_lost()
    {
        await _alice.GoAsync("/security");
        Assert.Contains("10 codes left", _alice.Text, StringComparison.Ordinal);
        await _alice.FollowAsync("/security/remove?");
        Assert.Contains("This is your last method.", _alice.Text, StringComparison.Ordinal);
        Assert.Contains("your password alone lets you in", _alice.Text, StringComparison.Ordinal);
        await _alice.SubmitAsync("/security/remove?");
        Assert.Equal("/security", _alice.Path);
        Assert.Contains("The method was removed.", _alice.Text, StringComparison.Ordinal);
        Assert.Contains(
            "With a second factor, a stolen password alone lets nobody in.",
            _alice.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_method_is_renamed_and_the_history_says_it_in_sentences()
    {
        await _alice.GoAsync("/security");
        await _alice.SubmitAsync("Rename", ("name", "Work phone"));
        Assert.Contains("Work phone", _alice.Text, StringComparison.Ordinal);
        Assert.Contains("Authenticator app was turned on", _alice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("factor_confirmed", _alice.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_refused_stays_in_its_field_with_the_problem_beside_it()
    {
        await _alice.GoAsync("/security");
        var name = new string('n', 65);
        await _alice.SubmitAsync("Rename", ("name", name));
        var open = Regex.Match(_alice.Html, "<details open.*?</details>", RegexOptions.Singleline);
        Assert.Contains($"value=\"{name}\"", open.Value, StringComparison.Ordinal);
        Assert.Contains("autofocus", open.Value, StringComparison.Ordinal);
        Assert.Contains("id=\"problem\"", open.Value, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(_alice.Html, "id=\"problem\""));
    }

    [Fact]
    public async Task A_remembered_device_can_be_forgotten()
    {
        await _alice.SignInAsync("alice");
        await _alice.SubmitAsync("Verify", ("code", _alice.Code()), ("remember", "true"));
        await _alice.GoAsync("/security");
        await _alice.SubmitAsync("Revoke");
        Assert.Contains("The device is forgotten.", _alice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_the_host()
    {
        foreach (var path in new[] { "/security", "/security/set-up", "/security/recovery-codes", "/security/step-up" })
            Assert.StartsWith("/login-page", (await _host.Visit().GoAsync(path)).Path, StringComparison.Ordinal);
    }
}
