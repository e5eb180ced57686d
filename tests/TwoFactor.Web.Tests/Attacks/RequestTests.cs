using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.Tests;

/// <summary>Requests that a user never meant: from other sites, to other sites, for other users.</summary>
public sealed class RequestTests(WebApp app) : IClassFixture<WebApp>
{
    [Theory]
    [InlineData("application/x-www-form-urlencoded", null, null)]
    [InlineData("multipart/form-data; boundary=x", null, null)]
    [InlineData("text/plain", null, null)]
    [InlineData(null, null, null)]
    [InlineData("application/json", "cross-site", null)]
    [InlineData("application/json", "same-site", null)]
    [InlineData("application/json", null, "https://evil.example")]
    [InlineData("application/json", null, "null")]
    public async Task No_other_site_changes_anything_through_a_cookie(string? contentType, string? site, string? origin)
    {
        var page = new PageClient(app);
        await page.SignInAsync("alice");
        var seen = 0;
        foreach (var endpoint in app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";
            var isOurs =
                pattern.StartsWith("/two-factor", StringComparison.Ordinal)
                && !pattern.StartsWith("/two-factor/admin", StringComparison.Ordinal)
                && !pattern.Contains("receipts", StringComparison.Ordinal);
            foreach (
                var method in isOurs
                    ? endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(m => m is not "GET")
                    : []
            )
            {
                // No page of another site sends a DELETE without asking first.
                if (method is "DELETE" && site is null && origin is null)
                    continue;

                using var request = new HttpRequestMessage(
                    new HttpMethod(method),
                    pattern.Replace("{id}", "x", StringComparison.Ordinal)
                )
                {
                    Content = new ByteArrayContent("{}"u8.ToArray()),
                };
                if (contentType is not null)
                    request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
                if (site is not null)
                    request.Headers.Add("Sec-Fetch-Site", site);
                if (origin is not null)
                    request.Headers.Add("Origin", origin);

                using var response = await page.Http.SendAsync(request);
                Assert.True(
                    response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.UnsupportedMediaType,
                    $"{method} {pattern} answered {(int)response.StatusCode}."
                );
                seen++;
            }
        }

        Assert.True(seen >= 11, $"Only {seen} endpoints were tried.");
    }

    [Fact]
    public async Task No_page_takes_a_form_without_its_token_from_an_administrator_either()
    {
        await using var own = new WebApp();
        var phone = new ApiClient(own);
        await phone.SignInAsync("admin");
        await phone.TurnOnAsync();
        var admin = new PageClient(own);
        await admin.SignInAsync("admin");
        await admin.TypeCodeAsync(phone.Code());
        Assert.Equal(HttpStatusCode.OK, (await admin.Http.GetAsync("/security/admin/users")).StatusCode);
        var seen = 0;
        foreach (var endpoint in own.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // The error page takes the place of any answer, and does nothing.
            var path = $"/{endpoint.RoutePattern.RawText?.Trim('/')}";
            var isPage =
                endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null;
            if (!isPage || path is "/error")
                continue;

            foreach (
                var handler in new[] { "", "?handler=Reset", "?handler=Verify", "?handler=Begin", "?handler=Remove" }
            )
            {
                using var response = await admin.Http.PostAsync(path + handler, new FormUrlEncodedContent([]));
                Assert.True(
                    response.StatusCode == HttpStatusCode.BadRequest,
                    $"POST {path}{handler} answered {(int)response.StatusCode} without a token."
                );
                seen++;
            }
        }

        Assert.True(seen > 100, $"Only {seen} forms were tried.");
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await admin.Http.PostAsync("/security/language", new FormUrlEncodedContent([]))).StatusCode
        );
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_site(string url)
    {
        var page = new PageClient(app);
        var response = await page.SignInAsync("bob", url);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (response.StatusCode, response.Headers.Location!.ToString()));
        var language = await page.SubmitAsync(
            "/account/sign-in",
            new() { ["culture"] = "ja", ["returnUrl"] = url },
            "/security/language"
        );
        Assert.Equal("/", language.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_user_id_in_the_body_is_nobody()
    {
        var alice = new ApiClient(app);
        await alice.SignInAsync("alice");
        var before = (await alice.GetAsync("/two-factor")).Body;
        var bob = new ApiClient(app);
        await bob.SignInAsync("bob");
        var (status, pending) = await bob.PostAsync(
            "/two-factor/factors",
            new
            {
                method = "totp",
                userId = before["userId"]!.GetValue<string>(),
                input = new { userId = before["userId"]!.GetValue<string>() },
            }
        );
        Assert.Equal(201, status);
        var other = (
            await alice.PostAsync(
                $"/two-factor/factors/{pending["factorId"]}/confirm",
                new { code = "000000", userId = (await bob.GetAsync("/two-factor")).Body["userId"]!.GetValue<string>() }
            )
        ).Body;
        Assert.Equal("expired", other["code"]!.GetValue<string>());
        Assert.Empty((await alice.GetAsync("/two-factor")).Body["factors"]!.AsArray());
    }

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_are_answered_alike()
    {
        using var http = app.Client();
        var bodies = new List<string>();
        foreach (var name in new[] { "nobody", "alice", "gina" })
        {
            var response = await http.PostAsJsonAsync("/api/sign-in", new { userName = name, password = "wrong" });
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            bodies.Add(
                System.Text.RegularExpressions.Regex.Replace(
                    await response.Content.ReadAsStringAsync(),
                    "\"traceId\":\"[^\"]*\"",
                    ""
                )
            );
        }

        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public async Task A_client_cannot_choose_its_address()
    {
        await using var strict = new WebApp(null, new() { ["TwoFactor:Http:RequestsPerMinute"] = "5" });
        using var http = strict.Client();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/two-factor/sign-in");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            request.Headers.Add("Forwarded", $"for=203.0.113.{i}");
            request.Headers.Add("X-Real-IP", $"203.0.113.{i}");
            using var response = await http.SendAsync(request);
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            }
        }

        Assert.Equal(
            (5, 3),
            (
                statuses.Count(s => s == HttpStatusCode.Unauthorized),
                statuses.Count(s => s == HttpStatusCode.TooManyRequests)
            )
        );
    }

    [Fact]
    public async Task Every_page_has_its_headers_and_no_secret_is_kept()
    {
        using var http = app.Client();
        foreach (var path in new[] { "/", "/account/sign-in", "/two-factor/sign-in", "/api/me", "/nowhere" })
        {
            using var response = await http.GetAsync(path);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.True(response.Headers.CacheControl!.NoStore, path);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }
}
