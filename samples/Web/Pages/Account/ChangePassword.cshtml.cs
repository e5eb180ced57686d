using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using TwoFactor;
using WebSample.Api;
using WebSample.Data;
using WebSample.Pages.SetUp;
using WebSample.Setup;

namespace WebSample.Pages.Account;

/// <summary>
/// Changes the password. That ends every session including this one, every token, and every sign-in that waits for its
/// code.
/// </summary>
[EnableRateLimiting(PageSetup.SignInLimit)]
public sealed class ChangePasswordModel(UserManager<AppUser> users, Passwords passwords, ISignInService signIns)
    : AppPage
{
    public async Task<IActionResult> OnGetAsync() =>
        await HttpContext.GetTwoFactorSessionAsync() is { } session && await Freshness.MissingAsync(session) is { } page
            ? RedirectToPage(page, new { ReturnUrl = Request.Path.Value })
            : Page();

    public async Task<IActionResult> OnPostAsync(string? current, string? fresh)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return Challenge();

        if (await Freshness.MissingAsync(session) is { } page)
            return RedirectToPage(page, new { ReturnUrl = Request.Path.Value });

        if (await passwords.CheckAsync(User, current) is not { } user)
        {
            Problem = T["The password is wrong."];
            return Page();
        }

        var result = await users.ChangePasswordAsync(user, current!, fresh ?? "");
        if (!result.Succeeded)
        {
            Problem = string.Join(" ", result.Errors.Select(e => e.Description));
            return Page();
        }

        await signIns.EndSessionsAsync(user.Id, "new password");
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        Notice = T["The password was changed. Please sign in with it."];
        return RedirectToPage("/Account/SignIn");
    }
}
