using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.Tests;

/// <summary>Calls of Identity's managers that an app makes on pages of its own.</summary>
internal static class ManagerCalls
{
    public static void Map(WebApplication app)
    {
        app.MapGet(
            "/call/external",
            async (SignInManager<IdentityUser> signIn, string key, bool bypass) =>
                (
                    await signIn.ExternalLoginSignInAsync(FirstFactors.Provider, key, isPersistent: false, bypass)
                ).ToString()
        );
        app.MapGet(
            "/call/two-factor",
            async (SignInManager<IdentityUser> signIn, string provider, string code) =>
                (
                    await signIn.TwoFactorSignInAsync(provider, code, isPersistent: false, rememberClient: false)
                ).ToString()
        );
        app.MapGet(
            "/call/providers",
            async (HttpContext context, SignInManager<IdentityUser> signIn) =>
                string.Join(
                    ',',
                    (await signIn.UserManager.GetValidTwoFactorProvidersAsync(await WhoAsync(context, signIn))).Order()
                )
        );
        app.MapGet(
            "/call/send",
            async (HttpContext context, SignInManager<IdentityUser> signIn, string provider) =>
                await signIn.UserManager.GenerateTwoFactorTokenAsync(await WhoAsync(context, signIn), provider)
        );
        app.MapGet(
            "/call/verify",
            async (HttpContext context, SignInManager<IdentityUser> signIn, string provider, string code) =>
                $"{await signIn.UserManager.VerifyTwoFactorTokenAsync(await WhoAsync(context, signIn), provider, code)}"
        );
        app.MapGet(
            "/call/refresh",
            async (SignInManager<IdentityUser> signIn, string user) =>
                await signIn.RefreshSignInAsync((await signIn.UserManager.FindByNameAsync(user))!)
        );
        app.MapGet(
            "/call/recovery-codes",
            async (HttpContext context, UserManager<IdentityUser> users, int number) =>
            {
                var user = (await users.GetUserAsync(context.User))!;
                var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, number);
                return $"{codes!.Count()}";
            }
        );
    }

    private static async Task<IdentityUser> WhoAsync(HttpContext context, SignInManager<IdentityUser> signIn) =>
        await signIn.UserManager.GetUserAsync(context.User) ?? (await signIn.GetTwoFactorAuthenticationUserAsync())!;
}
