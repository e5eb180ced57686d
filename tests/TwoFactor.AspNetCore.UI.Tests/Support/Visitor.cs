using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.TestHost;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>A browser without a screen and without script, and the phone of its user.</summary>
internal sealed class Visitor
{
    private const int MaxRedirects = 8;
    private const int Period = 30;

    private readonly TestServer _server;
    private readonly ManualTimeProvider _clock;
    private readonly CookieContainer _cookies;
    private readonly HttpClient _http;

    public Visitor(TestServer server, ManualTimeProvider clock, CookieContainer? cookies = null)
    {
        (_server, _clock, _cookies) = (server, clock, cookies ?? new CookieContainer());
        _http = server.CreateClient();
        _http.BaseAddress = new Uri("https://example.com/");
    }

    /// <summary>The address of the last answer, after redirects.</summary>
    public string Path { get; private set; } = "/";

    /// <summary>The text of the last answer.</summary>
    public string Html { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public HttpResponseMessage Last { get; private set; } = new();

    /// <summary>The language that the browser asks for.</summary>
    public string? Language { get; set; }

    /// <summary>The key of the authenticator app.</summary>
    public string? Secret { get; set; }

    /// <summary>What the page says, without tags.</summary>
    public string Text => Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(Html, "<[^>]+>", " ")), @"\s+", " ").Trim();

    public string Title =>
        WebUtility.HtmlDecode(
            Regex.Match(Html, "<h1>(?<title>.*?)</h1>", RegexOptions.Singleline).Groups["title"].Value.Trim()
        );

    public IEnumerable<string> CookieNames => _cookies.GetAllCookies().Select(c => c.Name);

    /// <summary>Another tab of the same browser.</summary>
    public Visitor Tab() => new(_server, _clock, _cookies) { Secret = Secret, Language = Language };

    public void Forget(string cookie) =>
        _cookies
            .GetAllCookies()
            .Where(c => c.Name.Contains(cookie, StringComparison.Ordinal))
            .ToList()
            .ForEach(c => c.Expired = true);

    public Task<Visitor> GoAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Signs in with the first factor.</summary>
    public Task<Visitor> SignInAsync(string user, string? returnUrl = null) =>
        GoAsync($"/login?user={user}{(returnUrl is null ? "" : $"&returnUrl={Uri.EscapeDataString(returnUrl)}")}");

    /// <summary>Follows the link whose address contains the text.</summary>
    public Task<Visitor> FollowAsync(string part)
    {
        var links = Regex
            .Matches(Html, "<a [^>]*href=\"([^\"]+)\"")
            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value));
        return GoAsync(links.First(l => l.Contains(part, StringComparison.Ordinal)));
    }

    /// <summary>Fills in the form whose action contains the text, and sends it; its hidden fields go along.</summary>
    public Task<Visitor> SubmitAsync(string action, params (string Name, string Value)[] fields)
    {
        var form = Regex
            .Matches(Html, "<form(?<tag>[^>]*)>(?<body>.*?)</form>", RegexOptions.Singleline)
            .First(m =>
                m.Groups["tag"].Value.Contains("method=\"post\"", StringComparison.Ordinal)
                && (
                    WebUtility.HtmlDecode(m.Groups["tag"].Value).Contains(action, StringComparison.Ordinal)
                    || (action.Length == 0 && !m.Groups["tag"].Value.Contains("language", StringComparison.Ordinal))
                )
            );
        var target = Regex.Match(form.Groups["tag"].Value, "action=\"([^\"]*)\"");
        var filled = Regex
            .Matches(form.Groups["body"].Value, "<input[^>]*type=\"hidden\"[^>]*>")
            .Select(m => (Name: Attribute(m.Value, "name"), Value: Attribute(m.Value, "value")))
            .Concat(fields)
            .Select(f => new KeyValuePair<string, string>(f.Name, f.Value));
        return SendAsync(
            HttpMethod.Post,
            target.Success ? WebUtility.HtmlDecode(target.Groups[1].Value) : Path,
            new FormUrlEncodedContent(filled)
        );
    }

    /// <summary>Types the code that the app shows.</summary>
    public Task<Visitor> TypeCodeAsync(string? code = null) =>
        SubmitAsync(
            Html.Contains("handler=Confirm", StringComparison.Ordinal) ? "Confirm" : "Verify",
            ("code", code ?? Code())
        );

    /// <summary>Reads the key from the link for the app.</summary>
    public Visitor Scan()
    {
        Secret = Regex.Match(WebUtility.HtmlDecode(Html), "otpauth://totp/[^\"]*secret=([A-Z2-7]+)").Groups[1].Value;
        return this;
    }

    public string Code() =>
        Base32.TryDecode(Secret, out var key, out var error)
            ? Totp.Compute(key, _clock.GetUtcNow().ToUnixTimeSeconds() / Period, TotpParameters.Default)
            : throw new FormatException(error);

    /// <summary>Turns an app on, and puts the recovery codes away; returns them.</summary>
    public async Task<IReadOnlyList<string>> TurnOnAsync()
    {
        await GoAsync("/security/set-up/totp");
        await (await SubmitAsync("Begin")).Scan().TypeCodeAsync();
        var codes = Codes();
        Assert.Equal(10, codes.Count);
        await SubmitAsync("");
        _clock.Advance(TimeSpan.FromSeconds(Period));
        return codes;
    }

    public IReadOnlyList<string> Codes() =>
        [.. Regex.Matches(Html, "<li><code>([^<]+)</code></li>").Select(m => m.Groups[1].Value)];

    private async Task<Visitor> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        var target = new Uri(_http.BaseAddress!, path);
        for (var i = 0; i < MaxRedirects; i++)
        {
            using var request = new HttpRequestMessage(method, target) { Content = content };
            if (_cookies.GetCookieHeader(target) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);

            if (Language is not null)
                request.Headers.Add("Accept-Language", Language);

            request.Headers.Add("Accept", "text/html");
            Last = await _http.SendAsync(request);
            foreach (var cookie in Last.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                _cookies.SetCookies(target, cookie);

            (Path, Status) = (target.PathAndQuery, Last.StatusCode);
            if (Last.Headers.Location is not { } location)
            {
                Html = await Last.Content.ReadAsStringAsync();
                return this;
            }

            (target, method, content) = (new Uri(target, location), HttpMethod.Get, null);
        }

        throw new InvalidOperationException($"Redirected in circles, at {target}.");
    }

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $" {name}=\"([^\"]*)\"").Groups[1].Value);
}
