using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Enrolment at sign-in, if the policy requires it.</summary>
/// <param name="enrollment">The state of the user.</param>
/// <param name="options">The settings of the pages.</param>
public sealed class EnrollModel(IEnrollmentService enrollment, IOptions<TwoFactorPagesOptions> options) : TwoFactorPage
{
    /// <summary>The methods to choose from.</summary>
    public MethodList Methods { get; private set; } = new([], null);

    /// <summary>Whether only a method that resists phishing completes the sign-in.</summary>
    public bool MustResistPhishing { get; private set; }

    /// <summary>When an administrator reset the second factor; null if none did.</summary>
    public DateTimeOffset? ResetAt { get; private set; }

    /// <summary>Shows the methods.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Enroll } partial)
        {
            if (await HttpContext.GetTwoFactorSessionAsync() is not null)
                return GoOn();

            Notice = T["The sign-in took too long or was ended. Please sign in again."];
            return SignInAgain(ReturnUrl);
        }

        Methods = MethodList.Of(partial.Methods, options.Value, ReturnUrl);
        MustResistPhishing = partial.MustResistPhishing;
        ResetAt = (await enrollment.GetStatusAsync(partial.UserId, HttpContext.RequestAborted)).ResetAt;
        return Page();
    }

    /// <summary>Gives the sign-in up.</summary>
    public async Task<IActionResult> OnPostCancelAsync()
    {
        (await HttpContext.GetPartialSignInAsync())?.Cancel();
        return LocalRedirect("~/");
    }
}
