using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>What a page costs: bytes, requests, and none of them to another host.</summary>
public sealed class BudgetTests : IAsyncLifetime
{
    private const int MaxPage = 60_000;

    private PagesHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PagesHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    [InlineData("ar")]
    public async Task Every_page_with_its_sheet_and_script_is_small_and_asks_no_other_host(string language)
    {
        var admin = _host.Visit();
        admin.Language = language;
        await admin.SignInAsync("admin");
        await CheckAsync(admin, "/security/set-up/totp");
        await admin.SubmitAsync("Begin");
        await CheckAsync(admin, "/security/set-up/totp");
        admin.Scan();
        await admin.TypeCodeAsync();
        await CheckAsync(admin, "/security/recovery-codes");
        foreach (
            var path in new[]
            {
                "",
                "/set-up",
                "/set-up/sms",
                "/set-up/email",
                "/recovery-codes/new",
                "/step-up",
                "/password",
                "/language",
                "/not-me?reference=x",
                "/locked?until=99999999999",
                "/admin",
                "/admin/users",
                "/admin/user?id=admin",
                "/admin/reset?id=alice",
                "/admin/adoption",
                "/admin/audit",
                "/admin/purge",
            }
        )
            await CheckAsync(admin, $"/security{path}");

        await admin.GoAsync("/security");
        await admin.FollowAsync("/remove");
        await CheckAsync(admin, admin.Path);
        await admin.SignInAsync("admin");
        await CheckAsync(admin, "/security/sign-in");
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await admin.TypeCodeAsync();
        await CheckAsync(admin, "/security/sign-in");
    }

    [Theory]
    [InlineData(7, "/security/grace")]
    [InlineData(0, "/security/required")]
    public async Task What_the_policy_shows_at_sign_in_is_small_too(int grace, string path)
    {
        await _host
            .Get<IPolicyService>()
            .SetAsync(
                new()
                {
                    Requirement = Requirement.Everyone,
                    Grace = TimeSpan.FromDays(grace),
                    Actor = "admin",
                    Reason = "test",
                }
            );
        var bob = _host.Visit();
        await bob.SignInAsync("bob");
        await CheckAsync(bob, path);
    }

    [Fact]
    public async Task The_page_of_passkeys_has_one_more_script()
    {
        await using var host = await PagesHost.StartAsync(build: two =>
            two.AddWebAuthn(o =>
            {
                o.RelyingPartyId = "example.com";
                o.Origins = ["https://example.com"];
            })
        );
        var alice = host.Visit();
        await alice.SignInAsync("alice");
        await CheckAsync(alice, "/security/set-up/webauthn");
        await alice.SubmitAsync("Begin");
        await CheckAsync(alice, "/security/set-up/webauthn", files: 4);
    }

    [Fact]
    public async Task Arabic_is_written_from_right_to_left()
    {
        var alice = _host.Visit();
        alice.Language = "ar-EG";
        await alice.SignInAsync("alice");
        await alice.GoAsync("/security");
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", alice.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_a_page_needs_a_looser_policy_than_its_own_files()
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.GoAsync("/security/set-up/totp");
        await alice.SubmitAsync("Begin");
        Assert.DoesNotMatch("<script(?![^>]*src=)", alice.Html);
        Assert.DoesNotMatch("<style| style=| on[a-z]+=", alice.Html);
    }

    private static async Task CheckAsync(Visitor visitor, string path, int files = 3)
    {
        await visitor.GoAsync(path);
        Assert.Equal((path, System.Net.HttpStatusCode.OK), (visitor.Path, visitor.Status));
        Assert.True(visitor.Last.Headers.CacheControl!.NoStore, path);
        var html = Regex.Replace(visitor.Html, "data:image[^\"]+", "");
        var asked = Regex
            .Matches(html, "<(?:link|script|img)[^>]*(?:href|src)=\"([^\"]+)\"")
            .Select(m => m.Groups[1].Value)
            .Where(a => a.Length > 0)
            .ToList();
        Assert.All(asked, a => Assert.StartsWith("/security/assets/", a, StringComparison.Ordinal));
        Assert.Equal(files, asked.Count);
        var bytes = System.Text.Encoding.UTF8.GetByteCount(html);
        var tab = visitor.Tab();
        foreach (var asset in asked)
        {
            await tab.GoAsync(asset);
            Assert.Equal(System.Net.HttpStatusCode.OK, tab.Status);
            bytes += (await tab.Last.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.True(bytes <= MaxPage, $"{path} has {bytes} bytes with its files.");
    }
}
