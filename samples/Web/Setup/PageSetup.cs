using System.Net;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.WebEncoders;
using TwoFactor.AspNetCore.Identity;
using WebSample.Components;
using WebSample.Data;

namespace WebSample.Setup;

/// <summary>Sets up pages, components, languages, security headers, and the order of the middleware.</summary>
public static class PageSetup
{
    public const string SignInLimit = "sign-in";

    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] s_languages = ["en", "ja", "de", "fr", "es", "pt", "zh-Hans", "ar"];

    public static void AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLocalization();
        services.AddRazorPages(o =>
        {
            o.Conventions.AuthorizePage("/Payouts", UserSetup.RecentSecondFactorPolicy);
            o.Conventions.AuthorizePage("/ChangePassword");
            o.Conventions.AddAreaPageApplicationModelConvention(
                "TwoFactor",
                "/Password",
                m => m.EndpointMetadata.Add(new EnableRateLimitingAttribute(SignInLimit))
            );
        });
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSessions>();
        services.AddRouting(o => o.LowercaseUrls = true);
        services.AddProblemDetails();
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "antiforgery";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRequestLocalization(o =>
        {
            o.SetDefaultCulture("en").AddSupportedCultures(s_languages).AddSupportedUICultures(s_languages);
            o.ApplyCurrentCultureToResponseHeaders = true;
        });

        // Attackers guess passwords from many addresses, or for many users. Identity locks the user; this limits the
        // address.
        var perMinute = builder.Configuration.GetValue("SignInsPerMinute", 20);
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.OnRejected = RejectAsync;
            o.AddPolicy(
                SignInLimit,
                context =>
                    HttpMethods.IsPost(context.Request.Method)
                        ? RateLimitPartition.GetFixedWindowLimiter(
                            context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
                            _ => new FixedWindowRateLimiterOptions
                            {
                                PermitLimit = perMinute,
                                Window = TimeSpan.FromMinutes(1),
                            }
                        )
                        : RateLimitPartition.GetNoLimiter("reading")
            );
        });

        // Behind a proxy, only that proxy may state the client's address and scheme. Set it in
        // ForwardedHeaders:KnownProxies.
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            o.KnownProxies.Clear();
            o.KnownIPNetworks.Clear();
            foreach (
                var proxy in builder.Configuration.GetSection("ForwardedHeaders:KnownProxies").Get<string[]>() ?? []
            )
                o.KnownProxies.Add(IPAddress.Parse(proxy));
        });
    }

    public static void UsePages(this WebApplication app)
    {
        if ((app.Configuration.GetSection("ForwardedHeaders:KnownProxies").Get<string[]>() ?? []).Length > 0)
            app.UseForwardedHeaders();

        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error");
            app.UseHsts();
        }

        app.Use(AddHeadersAsync);
        app.UseWhen(IsForApps, a => a.UseStatusCodePages());
        app.UseWhen(c => !IsForApps(c), a => a.UseStatusCodePagesWithReExecute("/error"));
        app.UseRequestLocalization();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>The components, with the script that the framework brings for them. Only users open circuits.</summary>
    public static void MapComponents(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();

        // All answers say already who may frame them.
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
    }

    private static bool IsForApps(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/two-factor");

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        const int WaitSeconds = 60;
        rejected.HttpContext.Response.Headers.RetryAfter = "60";
        if (IsForApps(rejected.HttpContext))
            await Results
                .Problem(
                    statusCode: StatusCodes.Status429TooManyRequests,
                    title: "Too many attempts from this address.",
                    extensions: [new("code", "throttled"), new("retryAfter", WaitSeconds)]
                )
                .ExecuteAsync(rejected.HttpContext);
    }

    // A page may show secrets, so no page may be cached; files with a hash in their names may.
    private static Task AddHeadersAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (!context.Request.Path.StartsWithSegments("/_framework"))
            headers.CacheControl = "no-store";

        return next(context);
    }
}

/// <summary>
/// Ends the sessions of components as the package does, in the interval that the setting <c>CircuitInterval</c> names.
/// </summary>
internal sealed class CircuitSessions(ILoggerFactory logger, IServiceScopeFactory scopes, IConfiguration configuration)
    : TwoFactorRevalidatingAuthenticationStateProvider<AppUser>(logger, scopes)
{
    protected override TimeSpan RevalidationInterval =>
        configuration.GetValue("CircuitInterval", base.RevalidationInterval);
}
