using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;

namespace TwoFactor.Tests;

/// <summary>A browser: cookies, forms with their tokens, redirects that the test follows itself.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly IdentityHost _host;
    private readonly HttpClient _http;

    public Browser(IdentityHost host, TestServer server)
    {
        _host = host;
        Jar = new();
        _http = new(new CookieContainerHandler(Jar) { InnerHandler = server.CreateHandler() })
        {
            BaseAddress = new Uri("https://localhost"),
        };
    }

    public CookieContainer Jar { get; }

    public string? Token { get; set; }

    public string Html { get; private set; } = "";

    public string? Location { get; private set; }

    public int Status { get; private set; }

    public void Dispose() => _http.Dispose();

    public Task<string> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    /// <summary>Fetches the page and posts its form.</summary>
    public async Task<string> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        await GetAsync(path);
        return await SubmitAsync(path, fields);
    }

    /// <summary>Posts the form of the page that is shown.</summary>
    public Task<string> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        var token = AntiforgeryToken().Match(Html).Groups[1].Value;
        var content = new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))
        );
        return SendAsync(new(HttpMethod.Post, path) { Content = content });
    }

    public async Task<JsonObject> PostJsonAsync(string path, object body)
    {
        var text = await SendAsync(new(HttpMethod.Post, path) { Content = JsonContent.Create(body) });
        return text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : [];
    }

    /// <summary>As a script of the page posts it: with its origin.</summary>
    public Task<string> PostTextAsync(string path, string text)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(text) };
        request.Headers.Add("Origin", "https://localhost");
        return SendAsync(request);
    }

    /// <summary>Comes back from the external provider, on the default page; where it leads.</summary>
    public async Task<string?> ExternalAsync(string key)
    {
        await GetAsync($"/external?key={Uri.EscapeDataString(key)}");
        await GetAsync("/Identity/Account/ExternalLogin?handler=Callback");
        return Location;
    }

    /// <summary>A sign-in at <c>MapIdentityApi</c>, by a token that the next requests carry.</summary>
    public async Task<JsonObject> ApiLoginAsync(string? code, string? recoveryCode = null)
    {
        Token = null;
        var answer = await PostJsonAsync(
            "/login",
            new
            {
                email = "alice@example.com",
                password = IdentityHost.Password,
                twoFactorCode = code,
                twoFactorRecoveryCode = recoveryCode,
            }
        );
        Token = answer["accessToken"]?.GetValue<string>();
        return answer;
    }

    /// <summary>The password, on the default page; where it leads.</summary>
    public async Task<string?> LoginAsync(string name = "alice@example.com", string? next = null)
    {
        await PostFormAsync(
            "/Identity/Account/Login" + (next is null ? "" : $"?ReturnUrl={Uri.EscapeDataString(next)}"),
            ("Input.Email", name),
            ("Input.Password", IdentityHost.Password)
        );
        return Location;
    }

    public async Task<string?> CodeAsync(byte[] secret, bool remember = false) =>
        await CodeAsync(_host.Code(secret), remember);

    public async Task<string?> CodeAsync(string code, bool remember = false)
    {
        await PostFormAsync(
            "/Identity/Account/LoginWith2fa",
            ("Input.TwoFactorCode", code),
            ("Input.RememberMachine", remember ? "true" : "false")
        );
        return Location;
    }

    public async Task<string?> RecoveryCodeAsync(string code)
    {
        await PostFormAsync("/Identity/Account/LoginWithRecoveryCode", ("Input.RecoveryCode", code));
        return Location;
    }

    /// <summary>Sets an authenticator app up on the default page, and returns its secret.</summary>
    public async Task<byte[]> EnrollAsync()
    {
        const string Page = "/Identity/Account/Manage/EnableAuthenticator";
        await GetAsync(Page);
        var secret = ShownSecret();
        await SubmitAsync(Page, ("Input.Code", _host.Code(secret)));
        Assert.True(Location is not null, Html);
        return secret;
    }

    public byte[] ShownSecret()
    {
        var shown = Key().Match(Html).Groups[1].Value;
        Assert.True(Base32.TryDecode(shown, out var secret, out var error), error + Html);
        return secret;
    }

    public Task<string> WhoAsync() => GetAsync("/who");

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (Token is not null)
                request.Headers.Authorization = new("Bearer", Token);

            using var response = await _http.SendAsync(request);
            Status = (int)response.StatusCode;
            Location = response.Headers.Location?.ToString();
            Html = await response.Content.ReadAsStringAsync();
            return Html;
        }
    }

    [GeneratedRegex("<kbd>([^<]+)</kbd>")]
    private static partial Regex Key();

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
