using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using WebSample.Data;

namespace WebSample.Pages.Account;

/// <summary>A new password ends every session, this one too, and every sign-in that waits for its code.</summary>
public sealed class ChangePasswordModel(UserManager<AppUser> users) : AppPage
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? current, string? fresh)
    {
        if (await users.GetUserAsync(User) is not { } user)
            return Challenge();

        var result = await users.ChangePasswordAsync(user, current ?? "", fresh ?? "");
        if (!result.Succeeded)
        {
            Problem = string.Join(" ", result.Errors.Select(e => e.Description));
            return Page();
        }

        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        Notice = T["The password was changed. Please sign in with it."];
        return RedirectToPage("/Account/SignIn");
    }
}
