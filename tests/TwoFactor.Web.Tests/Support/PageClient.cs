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

    /// <summary>Another connection of the same browser, with the cookies that it has by now.</summary>
    public PageClient Copy(WebApp app)
    {
        var copy = new PageClient(app);
        copy.Cookies.Add(Cookies.GetAllCookies());
        return copy;
    }

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
        var (filled, target) = await FillAsync(page, fields, action);
        return await _http.PostAsync(target, new FormUrlEncodedContent(filled));
    }

    /// <summary>Gets a page and fills its form in; it may be posted several times.</summary>
    public async Task<(Dictionary<string, string> Fields, string Action)> FillAsync(
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
        return (new(fields) { ["__RequestVerificationToken"] = token }, action ?? page);
    }

    public async Task<SetUpHtml> SubmitForHtmlAsync(string page, Dictionary<string, string> fields, string action)
    {
        using var response = await SubmitAsync(page, fields, action);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new SetUpHtml(await response.Content.ReadAsStringAsync());
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
        SubmitAsync("/security/sign-in", new() { ["code"] = code }, "/security/sign-in?handler=Verify");

    public async Task<bool> IsSignedInAsync() => (await _http.GetAsync("/security")).StatusCode == HttpStatusCode.OK;
}
