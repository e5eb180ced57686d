using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

/// <summary>
/// An app without a browser, written from the OpenAPI document alone: no cookies, a token and a ticket in headers.
/// </summary>
internal sealed class ApiClient(WebApp app, Uri? url = null)
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = url ?? app.Url,
    };

    private string? _secret;

    /// <summary>If there is one, every answer is held against it.</summary>
    public ApiContract? Contract { get; set; }

    public string? IfMatch { get; set; }

    public string? ETag { get; private set; }

    public string? Token { get; set; }

    public string? Ticket { get; set; }

    public async Task<(int Status, JsonObject Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);

        if (Ticket is not null)
            request.Headers.Add("X-TwoFactor-Ticket", Ticket);

        if (IfMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", IfMatch);

        using var response = await _http.SendAsync(request);
        ETag = response.Headers.ETag?.Tag;
        var text = await response.Content.ReadAsStringAsync();
        var json = text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : [];
        Contract?.Check(method.Method, path, (int)response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
        if (json["accessToken"] is { } token)
            (Token, Ticket) = (token.GetValue<string>(), null);

        if (json["ticket"] is { } ticket)
            Ticket = ticket.GetValue<string>();

        return ((int)response.StatusCode, json);
    }

    public Task<(int Status, JsonObject Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(int Status, JsonObject Body)> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body ?? new { });

    public async Task ReadContractAsync() =>
        Contract = new ApiContract(JsonNode.Parse(await _http.GetStringAsync("/openapi/v1.json"))!.AsObject());

    public async Task<JsonArray> ListAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var response = await _http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
    }

    public async Task<JsonObject> SignInAsync(string name, string password = Person.Password)
    {
        (Token, Ticket) = (null, null);
        var (status, body) = await PostAsync("/api/sign-in", new { userName = name, password });
        Assert.Equal(200, status);
        return body;
    }

    /// <summary>A code of the authenticator, for the time of the app's clock.</summary>
    public string Code() => Totp.Compute(Decoded(), app.Clock.Now.ToUnixTimeSeconds() / 30, TotpParameters.Default);

    /// <summary>Turns an authenticator app on, under the prefix of a signed-in or of a half-signed-in user.</summary>
    public async Task<JsonObject> TurnOnAsync(string prefix = "/two-factor/factors")
    {
        var (begun, pending) = await PostAsync(prefix, new { method = "totp", name = "phone" });
        Assert.Equal(201, begun);
        _secret = pending["secret"]!.GetValue<string>();
        var (status, confirmed) = await PostAsync($"{prefix}/{pending["factorId"]}/confirm", new { code = Code() });
        Assert.Equal(200, status);
        app.Clock.NextStep();
        return confirmed;
    }

    private byte[] Decoded() =>
        Base32.TryDecode(_secret, out var bytes, out var error) ? bytes : throw new FormatException(error);
}
