using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>The page behind the link "It was not me" of an e-mail.</summary>
[Trait("Req", "R17")]
public sealed class NotMePageTests : IAsyncLifetime
{
    private const string Page = "https://example.com/security/not-me";

    private PagesHost _host = null!;
    private Visitor _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PagesHost.StartAsync(build: b => b.AddEmail(o => o.NotMeUri = new Uri(Page)));
        _bob = _host.Visit();
        await _bob.SignInAsync("bob");
        await _bob.GoAsync("/security/set-up/email");
        await _bob.SubmitAsync("Begin", ("input.address", "bob@example.com"));
        await _bob.SubmitAsync("Confirm", ("code", _host.ReadCode()));
        await _bob.SubmitAsync("");
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        await _bob.SignInAsync("bob");
        await _bob.SubmitAsync("Send");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task To_open_the_link_does_nothing()
    {
        for (var i = 0; i < 3; i++)
        {
            var scanner = _host.Visit();
            await scanner.GoAsync(Link());
            Assert.Equal((HttpStatusCode.OK, "It was not me"), (scanner.Status, scanner.Title));
        }

        await _bob.SubmitAsync("Verify", ("code", _host.ReadCode()));
        Assert.Equal("the start page", _bob.Html);
    }

    [Fact]
    public async Task The_button_ends_the_sign_in_in_whatever_browser_it_is_pressed()
    {
        var owner = _host.Visit();
        await owner.GoAsync(Link());
        await owner.SubmitAsync("not-me");
        Assert.Contains("it is ended now. Somebody may know your password.", owner.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("eference", owner.Path, StringComparison.Ordinal);

        var code = _host.ReadCode();
        await _bob.SubmitAsync("Verify", ("code", code));
        await _bob.GoAsync("/wanted");
        Assert.StartsWith("/login-page", _bob.Path, StringComparison.Ordinal);

        await _bob.SignInAsync("bob");
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        await _bob.SubmitAsync("Send");
        await _bob.SubmitAsync("Verify", ("code", _host.ReadCode()));
        await _bob.GoAsync("/security");
        Assert.Contains("An attempt was ended", _bob.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?reference=forged")]
    [InlineData("?reference=%22%3E%3Cscript%3E")]
    public async Task What_is_no_reference_looks_the_same_and_does_nothing(string query)
    {
        var stranger = _host.Visit();
        await stranger.GoAsync($"/security/not-me{query}");
        Assert.DoesNotContain("<script>", stranger.Html, StringComparison.Ordinal);
        await stranger.SubmitAsync("not-me");
        Assert.Equal(HttpStatusCode.OK, stranger.Status);
        Assert.Contains("it is ended now. Somebody may know your password.", stranger.Text, StringComparison.Ordinal);
        await _bob.SubmitAsync("Verify", ("code", _host.ReadCode()));
        Assert.Equal("the start page", _bob.Html);
    }

    [Theory]
    [InlineData("ja", "身に覚えがありません")]
    [InlineData("ar", "لم أكن أنا")]
    public async Task The_page_is_in_the_language_of_the_browser(string language, string title)
    {
        var visitor = _host.Visit();
        visitor.Language = language;
        await visitor.GoAsync(Link());
        Assert.Equal(title, visitor.Title);
    }

    private string Link() => Regex.Match(_host.ReadMessage(), $@"{Regex.Escape(Page)}\?reference=[\w-]+").Value;
}
