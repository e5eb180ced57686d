using System.Globalization;
using System.Net;
using System.Text;
using System.Web;

namespace TwoFactor.Tests;

/// <summary>The link "It was not me": it ends the sign-in that it came with, and nothing else.</summary>
[Trait("Req", "R17")]
public sealed class EmailNotMeTests : IAsyncLifetime
{
    private const string Page = "https://example.com/not-me?from=mail";

    private readonly EmailHost _host = new(o => o.NotMeUri = new Uri(Page));
    private string _factor = "";

    private RecordingNotifier Notifier => (RecordingNotifier)_host.Get<ITwoFactorNotifier>();

    private MailMessage Last => _host.Mail.Sent[^1];

    private string Reference => ReferenceIn(Last);

    public async ValueTask InitializeAsync()
    {
        _factor = await _host.EnrollAsync();
        Notifier.Notices.Clear();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string> Languages => [.. new BuiltInMailTemplates().Languages];

    [Fact]
    public async Task The_sign_in_is_ended_and_its_code_is_right_no_more()
    {
        var signIn = await SignInAsync();
        var sent = await SendAsync(signIn);
        Assert.Equal(TwoFactorOutcome.Accepted, await ReportAsync(Reference));
        foreach (var id in new[] { sent, signIn })
        {
            Assert.False((await _host.Challenges.FindAsync("alice", id)).IsOpen);
            Assert.Equal(TwoFactorOutcome.Expired, (await _host.VerifyAsync(Last.Code, id)).Outcome);
        }

        Assert.False((await _host.VerifyAsync(Last.Code, null)).Succeeded);
        Assert.Equal(TwoFactorOutcome.Expired, (await _host.Challenges.ResendAsync("alice", sent)).Outcome);
    }

    [Fact]
    public async Task Every_factor_of_that_sign_in_is_too_late()
    {
        var codes = await RecoveryCodesAsync();
        var signIn = await SignInAsync();
        await SendAsync(signIn);
        await ReportAsync(Reference);
        Assert.Equal(TwoFactorOutcome.Expired, (await _host.VerifyAsync(codes[0], signIn)).Outcome);
        Assert.True((await _host.VerifyAsync(codes[0], await SignInAsync())).Succeeded);
    }

    [Fact]
    public async Task Nobody_is_locked_out_and_other_sign_ins_go_on()
    {
        var (first, second) = (await SignInAsync(), await SignInAsync());
        await SendAsync(first);
        var code = Last.Code;
        await SendAsync(second);
        var before = await _host.Get<ISignInService>().PreviewAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal(TwoFactorOutcome.Accepted, await ReportAsync(Reference));
        Assert.True((await _host.VerifyAsync(code, first)).Succeeded);

        var third = await SignInAsync();
        await SendAsync(third);
        var result = await _host.VerifyAsync(Last.Code, third);
        Assert.Equal((TwoFactorOutcome.Accepted, before.Epoch), (result.Outcome, result.Epoch));
    }

    [Fact]
    public async Task A_wrong_code_that_was_typed_before_is_still_counted()
    {
        var signIn = await SignInAsync();
        await SendAsync(signIn);
        var wrong = Last.Code == "000000" ? "111111" : "000000";
        var left = (await _host.VerifyAsync(wrong, signIn)).AttemptsLeft;
        await ReportAsync(Reference);
        Assert.Equal(left - 1, (await _host.VerifyAsync(wrong, await SignInAsync())).AttemptsLeft);
    }

    [Theory]
    [InlineData(ChallengePurpose.StepUp, "step_up")]
    [InlineData(ChallengePurpose.Change, "change")]
    public async Task A_step_up_is_ended_in_its_session_alone(ChallengePurpose purpose, string detail)
    {
        var own = await AskAsync(purpose, "mine");
        var code = Last.Code;
        var other = await AskAsync(purpose, "theirs");
        Assert.Equal(TwoFactorOutcome.Accepted, await ReportAsync(Reference));
        Assert.Equal(TwoFactorOutcome.Expired, (await _host.VerifyAsync(Last.Code, other)).Outcome);
        Assert.True((await _host.VerifyAsync(code, own)).Succeeded);
        Assert.Equal(detail, Assert.Single(await ReportsAsync()).Detail);
    }

    [Fact]
    public async Task The_host_is_told_and_the_trail_has_it_once()
    {
        await SendAsync(await SignInAsync());
        for (var i = 0; i < 3; i++)
            Assert.Equal(i == 0 ? TwoFactorOutcome.Accepted : TwoFactorOutcome.NotFound, await ReportAsync(Reference));

        var written = Assert.Single(await ReportsAsync());
        Assert.Equal(
            (AuditEventTypes.NotMe, "email", _factor, "sign_in", "alice"),
            (written.Type, written.Method, written.FactorId, written.Detail, written.UserId)
        );
        var notice = Assert.Single(Notifier.Notices);
        Assert.Equal((written.Sequence, AuditEventTypes.NotMe), (notice.Event.Sequence, notice.Event.Type));
        Assert.Equal([EmailHost.Address], notice.Addresses);
    }

    [Fact]
    public async Task Of_reports_at_once_one_ends_the_sign_in()
    {
        await SendAsync(await SignInAsync());
        var reference = Reference;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ReportAsync(reference))));
        Assert.Single(outcomes, TwoFactorOutcome.Accepted);
        Assert.Single(await ReportsAsync());
    }

    [Fact]
    public async Task What_was_answered_replaced_or_has_expired_is_not_ended()
    {
        var signIn = await SignInAsync();
        await SendAsync(signIn);
        var replaced = Reference;
        await SendAsync(signIn);
        Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(replaced));
        Assert.True((await _host.VerifyAsync(Last.Code, signIn)).Succeeded);
        Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(Reference));

        await SendAsync(await SignInAsync());
        _host.Clock.Advance(Last.ValidFor);
        Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(Reference));
        Assert.Empty(await ReportsAsync());
    }

    [Fact]
    public async Task What_is_no_reference_of_this_tenant_and_key_does_nothing()
    {
        var signIn = await SignInAsync();
        await SendAsync(signIn);
        await using var otherTenant = await ElsewhereAsync(o => o.Tenant = "other");
        await using var otherKey = await ElsewhereAsync(o =>
            o.Sealing.Keys = ["YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE="]
        );
        var reference = Reference;
        string?[] all =
        [
            null,
            "",
            " ",
            "x",
            "ж",
            new string('A', 100_000),
            reference[..^1],
            $"{reference} ",
            $"{reference}AAAA",
            Last.Reference, // that of receipts
            Last.Code,
            signIn,
            ReferenceIn(otherTenant.Mail.Sent[^1]),
            ReferenceIn(otherKey.Mail.Sent[^1]),
            .. Enumerable.Range(0, reference.Length).Select(i => Bend(reference, i)),
        ];
        foreach (var one in all)
            Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(one));

        Assert.Empty(await ReportsAsync());
        Assert.True((await _host.VerifyAsync(Last.Code, signIn)).Succeeded);
    }

    [Fact]
    public async Task A_reference_ends_the_sign_in_of_its_own_user_alone()
    {
        await _host.EnrollAsync("bob@example.com", "bob");
        await SendAsync(await SignInAsync());
        var reference = Reference;
        var bobs = await SignInAsync("bob");
        await SendAsync(bobs, "bob");
        Assert.Equal(TwoFactorOutcome.Accepted, await ReportAsync(reference));
        Assert.True((await _host.VerifyAsync(Last.Code, bobs, "bob")).Succeeded);
        Assert.Empty(await ReportsAsync("bob"));
    }

    [Fact]
    public async Task The_link_has_no_code_and_nothing_that_lets_anybody_in()
    {
        var signIn = await SignInAsync();
        var sent = await SendAsync(signIn);
        var link = Last.NotMeUri!.AbsoluteUri;
        Assert.StartsWith($"{Page}&reference=", link, StringComparison.Ordinal);
        Assert.Equal(2, Last.Text.Split(link).Length);
        Assert.Equal(2, Last.Html.Split($"href=\"{WebUtility.HtmlEncode(link)}\"").Length);
        foreach (var secret in new[] { Last.Code, sent, signIn, "alice" })
            Assert.DoesNotContain(secret, link, StringComparison.Ordinal);

        Assert.False((await _host.VerifyAsync(Reference, signIn)).Succeeded);
        await ReportAsync(Reference);
        var row = await _host.Get<IAccountStore>().FindAsync(new AccountKey("", "alice"), default);
        var said =
            $"{string.Join('\n', _host.Logs.Lines)}\n{Encoding.Latin1.GetString(row!.Sealed)}\n{Last}\n"
            + string.Join('\n', await ReportsAsync());
        Assert.DoesNotContain(Reference, said, StringComparison.Ordinal);
        Assert.DoesNotContain(sent, string.Join('\n', await ReportsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_confirms_a_mailbox_has_no_link_nor_has_any_while_there_is_no_page()
    {
        Assert.All(_host.Mail.Sent, AssertNoLink);
        await using var host = new EmailHost();
        await host.EnrollAsync();
        await host.ChallengeAsync();
        Assert.All(host.Mail.Sent, AssertNoLink);

        static void AssertNoLink(MailMessage message)
        {
            Assert.Null(message.NotMeUri);
            Assert.DoesNotContain("https:", message.Text + message.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_words_of_the_link_are_in_every_language(string language)
    {
        await SendAsync(await SignInAsync(), language: language);
        var words = new BuiltInMailTemplates().Find(language, ChallengePurpose.SignIn).NotMe!;
        Assert.True(language == "en" || words != BuiltInMailTemplates.NotMeIn("en"));
        Assert.Contains($"\n{words}\n", Last.Text, StringComparison.Ordinal);
        Assert.Contains($">{WebUtility.HtmlEncode(words)}</a>", Last.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/not-me", false)]
    [InlineData("/not-me", false)]
    [InlineData("https://example.com/#not-me", false)]
    [InlineData("https://example.com/", true)]
    public void A_page_has_a_whole_address_with_https(string page, bool isGood)
    {
        var problems = new EmailOptions { NotMeUri = new Uri(page, UriKind.RelativeOrAbsolute) }.Problems();
        Assert.Equal(isGood ? [] : ["TwoFactor:Email:NotMeUri"], problems.Select(p => p.Split(' ')[0]));
    }

    private static string ReferenceIn(MailMessage message) =>
        HttpUtility.ParseQueryString(message.NotMeUri!.Query)["reference"]!;

    private static string Bend(string text, int i) =>
        string.Create(CultureInfo.InvariantCulture, $"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}");

    private Task<TwoFactorOutcome> ReportAsync(string? reference) => _host.Get<INotMeService>().ReportAsync(reference);

    private async Task<List<AuditEvent>> ReportsAsync(string user = "alice")
    {
        var events = new List<AuditEvent>();
        await foreach (var one in _host.Get<IAuditService>().ReadAsync(user))
        {
            if (one.Type == AuditEventTypes.NotMe)
                events.Add(one);
        }

        return events;
    }

    private async Task<string> SignInAsync(string user = "alice") =>
        (await _host.Get<ISignInService>().EvaluateAsync(new SignInRequest { UserId = user })).ChallengeId!;

    private Task<string> SendAsync(string signIn, string user = "alice", string? language = null) =>
        SendAsync(
            _host,
            new ChallengeRequest
            {
                UserId = user,
                SignInChallengeId = signIn,
                Origin = new RequestOrigin { Language = language },
            }
        );

    private Task<string> AskAsync(ChallengePurpose purpose, string session) =>
        SendAsync(
            _host,
            new ChallengeRequest
            {
                UserId = "alice",
                Purpose = purpose,
                SessionId = session,
            }
        );

    private static async Task<string> SendAsync(EmailHost host, ChallengeRequest request)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var challenge = await host.Challenges.ChallengeAsync(request);
        Assert.True(challenge.Succeeded, $"{challenge.Outcome}");
        return challenge.ChallengeId!;
    }

    private static async Task<EmailHost> ElsewhereAsync(Action<TwoFactorOptions> common)
    {
        var host = new EmailHost(o => o.NotMeUri = new Uri(Page), common: common);
        await host.EnrollAsync();
        await SendAsync(host, new ChallengeRequest { UserId = "alice" });
        return host;
    }

    private async Task<IReadOnlyList<string>> RecoveryCodesAsync()
    {
        var proof = new FreshProof { PasswordVerifiedAt = _host.Clock.Now, SecondFactorVerifiedAt = _host.Clock.Now };
        return (await _host.Enrollment.RegenerateRecoveryCodesAsync("alice", proof)).RecoveryCodes!;
    }
}
