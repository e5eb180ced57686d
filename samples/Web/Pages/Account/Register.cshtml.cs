using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using WebSample.Data;
using WebSample.Setup;

namespace WebSample.Pages.Account;

[EnableRateLimiting(PageSetup.SignInLimit)]
public sealed class RegisterModel(UserManager<AppUser> users, SignInManager<AppUser> signIns) : AppPage
{
    public string? UserName { get; private set; }

    public string? Email { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(string? userName, string? email, string? password)
    {
        (UserName, Email) = (userName, email);
        var user = new AppUser { UserName = userName, Email = email };
        var result = await users.CreateAsync(user, password ?? "");
        if (!result.Succeeded)
        {
            Problem = string.Join(" ", result.Errors.Select(e => e.Description));
            return Page();
        }

        var signIn = await HttpContext.SignInWithTwoFactorAsync(await signIns.CreateUserPrincipalAsync(user));
        return signIn.Decision == TwoFactor.SignInDecision.Enroll
            ? RedirectToPage("/Account/Enroll", new { ReturnUrl })
            : GoOn();
    }
}
