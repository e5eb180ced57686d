using System.Net;
using System.Text.RegularExpressions;

namespace TwoFactor.Tests;

/// <summary>A browser without a screen: cookies, forms with their antiforgery tokens, no redirects followed.</summary>
internal sealed class PageClient
{
    private readonly HttpClient _http;

    public PageClient(WebApp app, Uri? url = null)
    {
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            BaseAddress = url ?? app.Url,
        };
    }

    public CookieContainer Cookies { get; }

    public HttpClient Http => _http;

    public string? Cookie(string name) =>
        Cookies.GetCookies(_http.BaseAddress!).FirstOrDefault(c => c.Name == name)?.Value;

    public void SetCookie(string name, string value) => Cookies.Add(_http.BaseAddress!, new Cookie(name, value, "/"));

    /// <summary>Gets a page, fills its form in, and posts it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(
        string page,
        Dictionary<string, string> fields,
        string? action = null
    )
    {
        var html = await _http.GetStringAsync(page);
        var token = Regex
            .Match(html, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")
            .Groups[1]
            .Value;
        return await _http.PostAsync(
            action ?? page,
            new FormUrlEncodedContent(new Dictionary<string, string>(fields) { ["__RequestVerificationToken"] = token })
        );
    }

    public Task<HttpResponseMessage> SignInAsync(
        string name,
        string returnUrl = "/",
        string password = Person.Password
    ) =>
        SubmitAsync(
            "/account/sign-in",
            new()
            {
                ["userName"] = name,
                ["password"] = password,
                ["ReturnUrl"] = returnUrl,
            }
        );

    public Task<HttpResponseMessage> TypeCodeAsync(string code) =>
        SubmitAsync("/account/second-factor", new() { ["code"] = code }, "/account/second-factor?handler=Verify");

    public async Task<bool> IsSignedInAsync() => (await _http.GetAsync("/profile")).StatusCode == HttpStatusCode.OK;
}
