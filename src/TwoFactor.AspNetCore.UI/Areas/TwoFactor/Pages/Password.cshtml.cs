using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Asks for the password again, then for the second factor if one is active.</summary>
/// <param name="options">The settings of the pages.</param>
public sealed class PasswordModel(IOptions<TwoFactorPagesOptions> options) : TwoFactorPage
{
    private const int MaxLength = 256;

    /// <summary>Shows the form; sends to the host's sign-in where the host checks passwords nowhere else.</summary>
    public IActionResult OnGet() => options.Value.CheckPassword is null ? SignInAgain(Next(Profile)) : Page();

    /// <summary>Takes the password.</summary>
    /// <param name="password">The password as typed.</param>
    public async Task<IActionResult> OnPostAsync(string? password)
    {
        if (
            options.Value.CheckPassword is not { } check
            || await HttpContext.GetTwoFactorSessionAsync() is not { } session
        )
            return SignInAgain(Next(Profile));

        if (!Get<PasswordLimiter>().TryAcquire(session.UserId))
        {
            Problem = Say(TwoFactorOutcome.Throttled, PasswordLimiter.Wait);
            return Page();
        }

        if (password is not { Length: > 0 and <= MaxLength } || !await check(HttpContext, password))
        {
            Problem = T["The password is wrong."];
            return Page();
        }

        await session.ReauthenticatedAsync();
        var needsCode = (await session.GetStatusAsync()).Enabled && !session.IsSecondFactorFresh;
        return needsCode ? RedirectToPage("/StepUp", new { ReturnUrl = Next(Profile) }) : GoOn(Profile);
    }

    /// <summary>Sends a user without a password, e.g. of an identity provider, to the host's sign-in.</summary>
    public IActionResult OnPostSignIn() => SignInAgain(Next(Profile));
}
