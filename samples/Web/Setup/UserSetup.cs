using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TwoFactor.AspNetCore.UI;
using WebSample.Data;

namespace WebSample.Setup;

/// <summary>
/// Sets up the app's own sign-in, as it was before the second factor: ASP.NET Core Identity with its cookie for
/// browsers, and bearer tokens for other apps.
/// </summary>
public static class UserSetup
{
    public const string AdminPolicy = "Administrators";

    public const string HelpDeskPolicy = "HelpDesk";

    public const string RecentSecondFactorPolicy = "RecentSecondFactor";

    private const string CookieOrBearer = "CookieOrBearer";

    public static IdentityBuilder AddUsers(this WebApplicationBuilder builder, string folder)
    {
        var services = builder.Services;
        var database = Path.Combine(folder, "app.db");
        OwnerOnly.EnsureFile(database);
        services.AddDbContext<AppDb>(o => o.UseSqlite($"Data Source={database}"));
        services
            .AddDataProtection()
            .SetApplicationName("TwoFactor sample")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
        var users = services
            .AddIdentityCore<AppUser>(o =>
            {
                o.User.RequireUniqueEmail = true;
                o.Password.RequiredLength = 8;
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<AppDb>()
            .AddErrorDescriber<TwoFactorErrorDescriber>()
            .AddClaimsPrincipalFactory<AppClaims>();
        services.AddScoped<Passwords>();
        services
            .AddAuthentication(o =>
            {
                o.DefaultScheme = CookieOrBearer;
                o.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
            })
            .AddPolicyScheme(
                CookieOrBearer,
                null,
                o =>
                    o.ForwardDefaultSelector = context =>
                        IsForApps(context.Request) && context.Request.Headers.Authorization.Count > 0
                            ? BearerTokenDefaults.AuthenticationScheme
                            : IdentityConstants.ApplicationScheme
            )
            .AddBearerToken()
            .AddApplicationCookie()
            .Configure(o =>
            {
                o.Cookie.Name = "app";
                o.LoginPath = "/account/sign-in";

                // The page of errors says it, as for every other status.
                o.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            });

        services
            .AddAuthorizationBuilder()
            .AddPolicy(AdminPolicy, p => p.RequireRole(DemoData.AdminRole))
            .AddPolicy(HelpDeskPolicy, p => p.RequireRole(DemoData.AdminRole, DemoData.HelpDeskRole))
            .AddPolicy(RecentSecondFactorPolicy, p => p.RequireTwoFactor(TimeSpan.FromMinutes(5)));
        return users;
    }

    // A token gives access to the API, not to pages.
    private static bool IsForApps(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/two-factor");
}

/// <summary>
/// Checks passwords. The answer and nearly the same amount of work are equal for users that do not exist. Identity
/// counts failures and locks.
/// </summary>
public sealed class Passwords(
    UserManager<AppUser> users,
    SignInManager<AppUser> signIns,
    IPasswordHasher<AppUser> hasher
)
{
    private static string? s_dummy;

    public async Task<AppUser?> CheckAsync(string? nameOrEmail, string? password)
    {
        var user = string.IsNullOrWhiteSpace(nameOrEmail)
            ? null
            : await users.FindByNameAsync(nameOrEmail) ?? await users.FindByEmailAsync(nameOrEmail);
        if (user is not null && await users.HasPasswordAsync(user))
            return await CheckAsync(user, password);

        var nobody = new AppUser();
        hasher.VerifyHashedPassword(
            nobody,
            s_dummy ??= hasher.HashPassword(nobody, "nobody's password"),
            password ?? ""
        );
        return null;
    }

    public async Task<AppUser?> CheckAsync(ClaimsPrincipal principal, string? password) =>
        await users.GetUserAsync(principal) is { } user ? await CheckAsync(user, password) : null;

    private async Task<AppUser?> CheckAsync(AppUser user, string? password) =>
        (await signIns.CheckPasswordSignInAsync(user, password ?? "", lockoutOnFailure: true)).Succeeded ? user : null;
}
