using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TwoFactor.Otp;
using TwoFactor.Tests;

namespace TwoFactor.Docs.Tests;

/// <summary>
/// What a stranger gets in an empty folder by the packed packages and the lines of README.md for a web app: all pages,
/// in a browser.
/// </summary>
public sealed class PagesTests(PackedFeed feed)
{
    private const string Readme = "README.md";
    private const string Listening = "Now listening on: ";

    private static readonly string[] s_pages =
    [
        "/security",
        "/security/set-up",
        "/security/recovery-codes/new",
        "/security/step-up",
        "/security/language",
        "/security/not-me?reference=none",
        "/security/locked?until=99999999999",
        "/security/admin",
        "/security/admin/users",
        "/security/admin/adoption",
        "/security/admin/audit",
        "/security/admin/purge",
    ];

    [BrowserFact]
    public async Task A_new_web_app_with_the_lines_of_the_readme_has_all_pages_in_a_browser()
    {
        using var stranger = new StrangersHome();
        var packages = await feed.PackAsync();
        var commands = MarkdownBlocks.All.Single(b =>
            b is { Document: Readme, Language: "sh" } && b.Text.Contains("dotnet new web")
        );
        var program = MarkdownBlocks.All.Single(b =>
            b is { Document: Readme, Language: "csharp" } && b.Text.Contains("MapTwoFactorPages")
        );
        await stranger.RunAsync(
            stranger.Folder,
            $"dotnet nuget add source \"{packages}\" --name two-factor\n{commands.Text}"
        );
        await File.WriteAllTextAsync(Path.Combine(stranger.Folder, "Program.cs"), program.Text);
        var visited = new List<string>();
        Exception? problem = null;
        var (output, _) = await stranger.AnswerAsync(
            stranger.Folder,
            "dotnet run --no-launch-profile --urls http://127.0.0.1:0 & app=$!; read -r _; kill $app",
            line => line.Contains(Listening, StringComparison.Ordinal) ? Visit(line.Split(Listening)[1]) : null
        );
        Assert.True(problem is null, $"{problem}\n{string.Join('\n', output)}");
        Assert.Equal(s_pages, visited);

        string Visit(string url)
        {
            try
            {
                Task.Run(() => VisitAsync(url, visited)).GetAwaiter().GetResult();
            }
#pragma warning disable CA1031 // The app must be stopped in any case.
            catch (Exception e)
#pragma warning restore CA1031
            {
                problem = e;
            }

            return "done";
        }
    }

    private static async Task VisitAsync(string url, List<string> visited)
    {
        var page = await Browser.OpenAsync(url);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Turn on" }).ClickAsync();
        await page.Locator("a[href*='/set-up/totp']").ClickAsync();
        await page.Locator("form[action*='Begin'] button").ClickAsync();
        var uri = await Programs.ScanAsync(await page.Locator("img.qr").ScreenshotAsync());
        Assert.True(Base32.TryDecode(Regex.Match(uri, "secret=([A-Z2-7]+)").Groups[1].Value, out var secret, out _));
        await TypeAsync(0);
        await Assertions.Expect(page.Locator("#codes li")).ToHaveCountAsync(10);
        await page.Locator("main form button").ClickAsync();

        // The next code is good a step ahead of its time, so nobody need wait for it.
        await page.GotoAsync("/");
        await Assertions.Expect(Title()).ToHaveTextAsync("Two-factor authentication");
        await TypeAsync(1);
        await Assertions.Expect(page.GetByText("10 codes left")).ToBeVisibleAsync();
        foreach (var path in s_pages)
        {
            var answer = await page.GotoAsync(path);
            Assert.True(answer!.Ok, $"{path} is answered {answer.Status}.");
            Assert.EndsWith(path, page.Url, StringComparison.Ordinal);
            await Assertions.Expect(Title()).ToBeVisibleAsync();
            visited.Add(path);
        }

        ILocator Title() => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

        async Task TypeAsync(int ahead)
        {
            var step = TotpParameters.Default.StepAt(TimeProvider.System.GetUtcNow()) + ahead;
            await page.Locator("#code").FillAsync(Totp.Compute(secret, step, TotpParameters.Default));
            await page.Locator("form:has(#code) button").ClickAsync();
        }
    }
}
