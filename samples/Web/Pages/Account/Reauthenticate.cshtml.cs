using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using WebSample.Api;
using WebSample.Setup;

namespace WebSample.Pages.Account;

/// <summary>Asks for the password again, then for the second factor if one is active.</summary>
[EnableRateLimiting(PageSetup.SignInLimit)]
public sealed class ReauthenticateModel(Passwords passwords) : AppPage
{
    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(string? password)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return Challenge();

        if (await passwords.CheckAsync(User, password) is null)
        {
            Problem = T["The password is wrong."];
            return Page();
        }

        await session.ReauthenticatedAsync();
        var needsCode = (await session.GetStatusAsync()).Enabled && !session.IsSecondFactorFresh;
        return needsCode ? RedirectToPage("/Account/StepUp", new { ReturnUrl = Next("/profile") }) : GoOn("/profile");
    }
}
