using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using TwoFactor;
using WebSample.Api;
using WebSample.Data;
using WebSample.Setup;

namespace WebSample.Pages.Account;

/// <summary>Checks the password. The library decides what comes next.</summary>
[EnableRateLimiting(PageSetup.SignInLimit)]
public sealed class SignInModel(
    UserManager<AppUser> users,
    SignInManager<AppUser> signIns,
    Passwords passwords,
    IWebHostEnvironment environment
) : AppPage
{
    private const string Provider = "google";

    public string? UserName { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(string? userName, string? password)
    {
        UserName = userName;
        if (await passwords.CheckAsync(userName, password) is { } user)
            return await GoOnAsync(user, null);

        Problem = T["The user name or the password is wrong."];
        return Page();
    }

    /// <summary>Simulates the return from an identity provider, which states who the user is.</summary>
    public async Task<IActionResult> OnPostGoogleAsync()
    {
        if (!environment.IsDevelopment())
            return NotFound();

        var user = await users.FindByLoginAsync(Provider, "demo-subject") ?? await RegisterAsync();
        return await GoOnAsync(user, Provider);
    }

    private async Task<AppUser> RegisterAsync()
    {
        var user = new AppUser
        {
            UserName = "gina",
            Email = "gina@gmail.example",
            EmailConfirmed = true,
        };
        await users.CreateAsync(user);
        await users.AddLoginAsync(user, new UserLoginInfo(Provider, "demo-subject", "Google"));
        return user;
    }

    private async Task<IActionResult> GoOnAsync(AppUser user, string? provider)
    {
        var principal = await signIns.CreateUserPrincipalAsync(user);
        var signIn = await HttpContext.SignInWithTwoFactorAsync(
            principal,
            facts: new TwoFactorSignInFacts { IdentityProvider = provider }
        );
        switch (signIn.Decision)
        {
            case SignInDecision.Allowed:
                return signIn.Result.GraceUntil is null ? GoOn() : RedirectToPage("/Account/Grace", new { ReturnUrl });
            case SignInDecision.Challenge:
                return RedirectToPage("/Account/SecondFactor", new { ReturnUrl });
            case SignInDecision.Enroll:
                return RedirectToPage("/Account/Enroll", new { ReturnUrl });
            default:
                Problem = Say(TwoFactorOutcome.Locked, signIn.Result.RetryAfter);
                return Page();
        }
    }
}
