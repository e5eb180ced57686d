using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Bench.Starting;

/// <summary>A web app with cookies and Razor pages that starts and stops.</summary>
internal static class StartedHost
{
    public const string Mode = "host";
    public const string With = "with";
    public const string Without = "without";

    public static async Task RunAsync(string kind)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        builder.Services.AddRazorPages();
        if (kind == With)
            AddEverything(builder.Services);

        await using var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRazorPages();
        if (kind == With)
        {
            app.MapTwoFactor();
            app.MapTwoFactorPages();
            app.MapSmsReceipts();
        }

        await app.StartAsync();
        await app.StopAsync();
    }

    private static void AddEverything(IServiceCollection services)
    {
        var twoFactor = services
            .AddTwoFactor(o => o.Sealing.Keys = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="])
            .UsePostgreSql("Host=127.0.0.1;Database=two_factor")
            .AddTwoFactorPages()
            .AddWebAuthn(o => (o.RelyingPartyId, o.Origins) = ("example.com", ["https://example.com"]));
        twoFactor.AddSms(o => o.Regions = ["JP", "US"]);
        twoFactor.AddTwilioSms(o =>
            (o.AccountSid, o.AuthToken, o.From) = ($"AC{new string('0', 32)}", new string('0', 32), "+15005550006")
        );
        twoFactor.AddEmail().AddSmtp(o => (o.Host, o.From) = ("smtp.example.com", "no-reply@example.com"));
    }
}
