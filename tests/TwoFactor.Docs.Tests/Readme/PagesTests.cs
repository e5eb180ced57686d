using System.Net;

namespace TwoFactor.Docs.Tests;

/// <summary>
/// What a stranger gets in an empty folder by the packed packages and the first lines of the guide to pages.
/// </summary>
public sealed class PagesTests(PackedFeed feed)
{
    private const string Guide = "docs/guides/pages.md";
    private const string Listening = "Now listening on: ";

    [Fact]
    public async Task A_new_web_app_with_the_lines_of_the_guide_has_the_pages()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The commands are for a Unix shell.");

        using var stranger = new StrangersHome();
        var packages = await feed.PackAsync();
        var program = MarkdownBlocks.All.First(b => b is { Document: Guide, Language: "csharp" }).Text;
        await stranger.RunAsync(
            stranger.Folder,
            $"""
            dotnet nuget add source "{packages}" --name two-factor
            dotnet new web
            dotnet add package TwoFactor.AspNetCore.UI
            """
        );
        await File.WriteAllTextAsync(Path.Combine(stranger.Folder, "Program.cs"), program);
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        var (output, _) = await stranger.AnswerAsync(
            stranger.Folder,
            "dotnet run --no-launch-profile --urls http://127.0.0.1:0 & app=$!; read -r _; kill $app",
            line => line.Contains(Listening, StringComparison.Ordinal) ? Visit(line.Split(Listening)[1], pages) : null
        );
        Assert.True(pages.Count > 0, string.Join('\n', output));
        Assert.Contains("Two-factor authentication", pages["/security"], StringComparison.Ordinal);
        Assert.Contains("Authenticator app", pages["/security/set-up"], StringComparison.Ordinal);
        Assert.Contains("Example", pages["/security/set-up/totp"], StringComparison.Ordinal);
        Assert.Equal("404", pages["/security/nowhere"]);
    }

    private static string Visit(string url, Dictionary<string, string> pages)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(url),
        };
        foreach (
            var path in new[]
            {
                "/trial-sign-in",
                "/security",
                "/security/set-up",
                "/security/set-up/totp",
                "/security/nowhere",
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var response = http.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            pages[path] = response.IsSuccessStatusCode ? reader.ReadToEnd() : $"{(int)response.StatusCode}";
        }

        return "done";
    }
}
