using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.Tests;

/// <summary>
/// First factors other than the password: an external provider that has just sent the user back, and passkeys as the
/// template of Blazor apps uses them.
/// </summary>
internal static class FirstFactors
{
    public const string Provider = "Google";

    public static void Map(WebApplication app)
    {
        app.MapGet(
            "/external",
            async (HttpContext context, string key) =>
            {
                var claims = new[] { new Claim(ClaimTypes.NameIdentifier, key), new Claim(ClaimTypes.Email, key) };
                await context.SignInAsync(
                    IdentityConstants.ExternalScheme,
                    new ClaimsPrincipal(new ClaimsIdentity(claims, Provider)),
                    new AuthenticationProperties(
                        new Dictionary<string, string?>(StringComparer.Ordinal) { ["LoginProvider"] = Provider }
                    )
                );
            }
        );
        app.MapGet(
            "/passkey/creation",
            async (HttpContext context, SignInManager<IdentityUser> signIn) =>
            {
                var user = (await signIn.UserManager.GetUserAsync(context.User))!;
                return await signIn.MakePasskeyCreationOptionsAsync(
                    new()
                    {
                        Id = user.Id,
                        Name = user.UserName!,
                        DisplayName = user.UserName!,
                    }
                );
            }
        );
        app.MapPost(
            "/passkey",
            async (HttpContext context, SignInManager<IdentityUser> signIn) =>
            {
                var user = (await signIn.UserManager.GetUserAsync(context.User))!;
                var made = await signIn.PerformPasskeyAttestationAsync(await BodyAsync(context));
                if (!made.Succeeded)
                    throw made.Failure;

                return (await signIn.UserManager.AddOrUpdatePasskeyAsync(user, made.Passkey)).ToString();
            }
        );
        app.MapGet("/passkey", (SignInManager<IdentityUser> signIn) => signIn.MakePasskeyRequestOptionsAsync(null));
        app.MapPost(
            "/passkey/sign-in",
            async (HttpContext context, SignInManager<IdentityUser> signIn) =>
                (await signIn.PasskeySignInAsync(await BodyAsync(context))).ToString()
        );
    }

    private static Task<string> BodyAsync(HttpContext context) =>
        new StreamReader(context.Request.Body).ReadToEndAsync();
}
