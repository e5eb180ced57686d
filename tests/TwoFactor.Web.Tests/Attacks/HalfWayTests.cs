using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.Tests;

/// <summary>Nobody gets in half-way: with a partial ticket every endpoint but those of the sign-in is closed.</summary>
public sealed class HalfWayTests(WebApp app) : IClassFixture<WebApp>
{
    /// <summary>
    /// Open to whoever asks, and so no worse with a ticket. A new endpoint is closed, or it is named here by somebody
    /// who thought about it.
    /// </summary>
    private static readonly HashSet<string> s_open = new(StringComparer.OrdinalIgnoreCase)
    {
        "/",
        "/Index",
        "/Error",
        "/outbox",
        "/health",
        "/openapi/{documentName}.json",
        "/account/sign-in",
        "/account/register",
        "/api/sign-in",
        "/two-factor/sms-receipts/{gateway}",
        "/security/language",
        "/security/locked",
        "/security/not-me",
    };

    /// <summary>What the ticket is for.</summary>
    private static readonly HashSet<string> s_signIn = new(StringComparer.OrdinalIgnoreCase)
    {
        "/security/sign-in",
        "/security/required",
        "/security/grace",
        "/security/set-up/{method}",
        "/two-factor/sign-in",
        "/two-factor/sign-in/challenge",
        "/two-factor/sign-in/verify",
        "/two-factor/sign-in/enroll",
        "/two-factor/sign-in/enroll/{id}/resend",
        "/two-factor/sign-in/enroll/{id}/confirm",
    };

    [Fact]
    public async Task A_partial_ticket_opens_no_other_endpoint_whatever_it_is_presented_as()
    {
        var user = new ApiClient(app);
        await user.SignInAsync("alice");
        await user.TurnOnAsync();
        await user.SignInAsync("alice");
        var page = new PageClient(app);
        await page.SignInAsync("alice");
        var cookie = page.Cookie("TwoFactor.Development");
        Assert.True(cookie?.Length > 100);

        var endpoints = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var seen = 0;
        foreach (var endpoint in endpoints)
        {
            var pattern = PatternOf(endpoint);
            var isAsset =
                pattern.StartsWith("/security/assets/", StringComparison.Ordinal)
                || pattern.StartsWith("/_framework/", StringComparison.Ordinal);
            if (isAsset || s_open.Contains(pattern) || s_signIn.Contains(pattern))
                continue;

            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            {
                var path = pattern.Replace("{id}", "x", StringComparison.Ordinal);
                foreach (var ticket in new[] { cookie!, user.Ticket! })
                {
                    var status = await AskAsync(method, path, ticket);
                    Assert.True(
                        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
                        $"{method} {path} answered {(int)status} to a partial ticket."
                    );
                    seen++;
                }
            }
        }

        Assert.True(seen > 60, $"Only {seen} requests were made.");
    }

    [Fact]
    public void The_lists_of_open_endpoints_name_nothing_that_is_gone()
    {
        var patterns = app.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(PatternOf)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(s_open.Concat(s_signIn), p => !patterns.Contains(p));
    }

    private static string PatternOf(RouteEndpoint endpoint) => $"/{endpoint.RoutePattern.RawText?.Trim('/')}";

    // As its own cookie and header, as the app's session cookie, and as a bearer token.
    private async Task<HttpStatusCode> AskAsync(string method, string path, string ticket)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = app.Url,
        };
        var worst = HttpStatusCode.Unauthorized;
        foreach (var asBearer in new[] { false, true })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method is not "GET")
                request.Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));

            request.Headers.Add("Cookie", $"TwoFactor.Development={ticket}; __Host-TwoFactor={ticket}; app={ticket}");
            request.Headers.Add("X-TwoFactor-Ticket", ticket);
            if (asBearer)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ticket);

            using var response = await http.SendAsync(request);
            var isSentToSignIn =
                response.StatusCode == HttpStatusCode.Redirect
                && response.Headers.Location!.ToString().Contains("/account/sign-in", StringComparison.Ordinal);
            if (!isSentToSignIn && response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                worst = response.StatusCode;
        }

        return worst;
    }
}
