using System.Diagnostics;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwoFactor.Bench.Stores;

namespace TwoFactor.Bench.Web;

/// <summary>Right codes through the endpoint of an app that signs users in with a cookie.</summary>
internal sealed partial class WebVerifications : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly BareClient _client;
    private readonly TurnClock _clock;
    private byte[][] _secrets = [];

    private WebVerifications(WebApplication app, TurnClock clock)
    {
        (_app, _clock) = (app, clock);
        _client = new BareClient(new Uri(app.Urls.First()));
    }

    public static async Task<WebVerifications> StartAsync(string connection)
    {
        var clock = new TurnClock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        builder
            .Services.AddTwoFactor(o =>
            {
                o.Tenant = "web";
                o.Sealing.Keys = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="];
                o.RecoveryCodes.HashIterations = 1_000;
            })
            .UsePostgreSql(connection)
            .AddAspNetCore(o => (o.RequestsPerMinute, o.ChangesPerMinute) = (100_000, 10_000));
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet(
            "/login",
            async (HttpContext context, string user) =>
                (
                    await context.SignInWithTwoFactorAsync(
                        new ClaimsPrincipal(
                            new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "password")
                        )
                    )
                ).ToHttpResult()
        );
        app.MapPost("/nothing", () => Results.NoContent());
        app.MapTwoFactor();
        await app.StartAsync();
        return new WebVerifications(app, clock);
    }

    public async Task PrepareAsync(int users) =>
        _secrets = await Enrolment.OfAsync(_app.Services.GetRequiredService<IEnrollmentService>(), users, _clock);

    /// <summary>A request that asks for nothing.</summary>
    public TimeSpan AskNothing()
    {
        var began = Stopwatch.GetTimestamp();
        _client.Ask("POST /nothing", "", Body("000000"));
        return Stopwatch.GetElapsedTime(began);
    }

    /// <returns>What the verification took; the sign-in before it is not timed.</returns>
    public TimeSpan Act(int user, int turn)
    {
        var step = _clock.Reach(turn + 2);
        var login = _client.Ask($"GET /login?user=user{user}", "", body: null);
        var cookies = string.Join("; ", CookiePattern().Matches(login).Select(m => m.Groups[1].Value));
        var code = Totp.Compute(_secrets[user], step, TotpParameters.Default);
        var began = Stopwatch.GetTimestamp();
        var answer = _client.Ask("POST /two-factor/sign-in/verify", cookies, Body(code));
        var took = Stopwatch.GetElapsedTime(began);
        return answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
            ? took
            : throw new InvalidOperationException($"A right code got {answer}");
    }

    private static string Body(string code) => $$"""{"code":"{{code}}"}""";

    [GeneratedRegex("\r\nSet-Cookie: ([^;\r]+)")]
    private static partial Regex CookiePattern();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
