namespace TwoFactor.Tests;

/// <summary>
/// What a host replaces, each shown once: a page, the layout, a text, colours, the prefix, a method's partial.
/// </summary>
public sealed class OverrideTests
{
    [Fact]
    public async Task A_page_by_a_file_at_the_same_path()
    {
        await using var host = await PagesHost.StartAsync(overrides: true);
        await host.Get<IPolicyService>()
            .SetAsync(
                new PolicyChange
                {
                    Requirement = Requirement.Everyone,
                    Grace = TimeSpan.FromDays(7),
                    Actor = "admin",
                }
            );
        var alice = await host.Visit().SignInAsync("alice");
        Assert.Equal("/security/grace", alice.Path);
        Assert.Equal("Our own grace page", alice.Title);
        Assert.Contains("soon", alice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_layout_by_its_name_and_it_needs_nothing_of_ours()
    {
        await using var host = await PagesHost.StartAsync(o => o.Layout = "_Host", overrides: true);
        var alice = await host.Visit().SignInAsync("alice");
        await alice.GoAsync("/security");
        Assert.Contains("<p id=\"host\">", alice.Html, StringComparison.Ordinal);
        Assert.Contains("<title>Two-factor authentication at the host's</title>", alice.Html, StringComparison.Ordinal);
        Assert.Matches(
            "<link rel=\"stylesheet\" href=\"/security/assets/two-factor\\.[0-9a-f]{12}\\.css\">",
            alice.Html
        );
        Assert.DoesNotContain("tf-top", alice.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_by_resources_of_the_host()
    {
        await using var host = await PagesHost.StartAsync(o => o.Texts = typeof(HostTexts), overrides: true);
        var alice = await host.Visit().SignInAsync("alice");
        await alice.GoAsync("/security/set-up");
        Assert.Equal("How shall we know you?", alice.Title);
        Assert.Contains("Company mail", alice.Text, StringComparison.Ordinal);
        Assert.Contains("Authenticator app", alice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_by_a_style_sheet_that_sets_variables()
    {
        await using var host = await PagesHost.StartAsync(o => o.StyleSheets.Add("/ours.css"));
        var alice = await host.Visit().SignInAsync("alice");
        await alice.GoAsync("/security");
        Assert.Matches("two-factor\\.[0-9a-f]+\\.css\">\\s*<link rel=\"stylesheet\" href=\"/ours.css\">", alice.Html);
        var sheet = System.Text.RegularExpressions.Regex.Match(alice.Html, "href=\"([^\"]+\\.css)\"").Groups[1].Value;
        await alice.GoAsync(sheet);
        Assert.Contains(":where(:root)", alice.Html, StringComparison.Ordinal);
        Assert.Equal("public, max-age=31536000, immutable", alice.Last.Headers.CacheControl!.ToString());
        foreach (var media in new[] { "prefers-color-scheme: dark", "prefers-contrast: more", "forced-colors: active" })
            Assert.Contains(media, alice.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prefix()
    {
        await using var host = await PagesHost.StartAsync(o => o.Prefix = "/me/2fa");
        var alice = await host.Visit().SignInAsync("alice");
        await alice.GoAsync("/me/2fa");
        Assert.Equal("Two-factor authentication", alice.Title);
        Assert.DoesNotContain("\"/security", alice.Html, StringComparison.Ordinal);
        await alice.GoAsync("/me/2fa/admin");
        Assert.Equal("denied", alice.Html);
    }

    [Theory]
    [InlineData("security")]
    [InlineData("/security/")]
    [InlineData("/")]
    [InlineData("//security")]
    public async Task A_prefix_that_is_none_stops_the_start(string prefix) =>
        await Assert.ThrowsAnyAsync<Exception>(() => PagesHost.StartAsync(o => o.Prefix = prefix));

    [Fact]
    public async Task A_method_s_own_set_up_by_a_partial_with_its_name()
    {
        await using var host = await PagesHost.StartAsync(overrides: true, build: b => b.AddMethod<Pigeons>());
        var alice = await host.Visit().SignInAsync("alice");
        await alice.GoAsync("/security/set-up/pigeon");
        Assert.Contains("Which loft?", alice.Text, StringComparison.Ordinal);
        await alice.SubmitAsync("Begin", ("input.loft", "north"));
        Assert.Contains("A code was sent to n•••.", alice.Text, StringComparison.Ordinal);
        await alice.SubmitAsync("Confirm", ("code", Pigeons.LastCode!));
        Assert.Equal(10, alice.Codes().Count);
    }
}
