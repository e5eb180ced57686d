using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

/// <summary>
/// A client with a jar of cookies that the test can look into, an authenticator, and headers of its own.
/// </summary>
internal sealed class Visitor(MiniHost host, HttpMessageHandler handler, Uri url) : IDisposable
{
    private readonly HttpClient _http = new(handler) { BaseAddress = url };
    private byte[]? _secret;

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public List<string> SetCookies { get; } = [];

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HttpResponseMessage? Last { get; private set; }

    public void Dispose() => _http.Dispose();

    public async Task<(int Status, JsonObject Body)> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? contentType = "application/json"
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get && method != HttpMethod.Delete && contentType is not null)
            request.Content =
                contentType == "application/json"
                    ? JsonContent.Create(body ?? new { })
                    : new StringContent("a=b", new System.Net.Http.Headers.MediaTypeHeaderValue(contentType));

        return await SendAsync(request);
    }

    private async Task<(int Status, JsonObject Body)> SendAsync(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));

        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);

        Last = await _http.SendAsync(request);
        foreach (var cookie in Last.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            SetCookies.Add(cookie);
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
                Cookies.Remove(pair[0]);
            else
                Cookies[pair[0]] = pair[1];
        }

        var text = await Last.Content.ReadAsStringAsync();
        var json =
            text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject()
            : text.StartsWith('[') ? new JsonObject { ["items"] = JsonNode.Parse(text) }
            : [];
        if (json["accessToken"] is { } token)
            Headers["Authorization"] = $"Bearer {token}";

        return ((int)Last.StatusCode, json);
    }

    /// <summary>Posts a text as it is; chunked, it does not say how long it is.</summary>
    public async Task<(int Status, JsonObject Body)> SendTextAsync(
        string path,
        string body,
        string contentType,
        bool isChunked = false
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = isChunked
                ? new StreamContent(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)))
                : new StringContent(body),
        };
        request.Content.Headers.ContentType = new(contentType);
        request.Headers.TransferEncodingChunked = isChunked;
        return await SendAsync(request);
    }

    public Task<(int Status, JsonObject Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(int Status, JsonObject Body)> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body);

    public async Task<string> LoginAsync(string user, string query = "")
    {
        Headers.Remove("Authorization");
        Headers.Remove("X-TwoFactor-Ticket");
        var (_, body) = await GetAsync($"/login?user={user}{query}");
        if (body["ticket"] is { } ticket)
            Headers["X-TwoFactor-Ticket"] = ticket.GetValue<string>();

        return body["decision"]?.GetValue<string>() ?? body["code"]!.GetValue<string>();
    }

    public string Code() => Totp.Compute(_secret, host.Clock.Now.ToUnixTimeSeconds() / 30, TotpParameters.Default);

    public async Task<JsonObject> TurnOnAsync(string prefix = "/two-factor/factors", string? name = null)
    {
        var pending = await BeginAsync(prefix, name);
        var (status, body) = await PostAsync($"{prefix}/{pending["factorId"]}/confirm", new { code = Code() });
        Assert.Equal(200, status);
        host.Clock.NextStep();
        return body;
    }

    public async Task<JsonObject> BeginAsync(string prefix, string? name = null)
    {
        var (begun, pending) = await PostAsync(prefix, new { method = "totp", name });
        Assert.Equal(201, begun);
        Assert.True(Base32.TryDecode(pending["secret"]!.GetValue<string>(), out var secret, out _));
        _secret = secret;
        return pending;
    }

    /// <summary>Another connection of the same browser, or a thief of its cookies and headers.</summary>
    public Visitor Copy()
    {
        var copy = new Visitor(host, handler, url) { _secret = _secret };
        foreach (var (name, value) in Cookies)
            copy.Cookies[name] = value;

        foreach (var (name, value) in Headers)
            copy.Headers[name] = value;

        return copy;
    }

    public async Task<List<string>> ClaimsAsync(string path = "/claims") =>
        [.. (await GetAsync(path)).Body["items"]!.AsArray().Select(c => c!.GetValue<string>())];

    public static string? CodeOf((int Status, JsonObject Body) answer) => answer.Body["code"]?.GetValue<string>();
}
