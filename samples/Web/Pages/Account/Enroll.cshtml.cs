using Microsoft.AspNetCore.Mvc;
using TwoFactor;
using WebSample.Pages.Shared;

namespace WebSample.Pages.Account;

/// <summary>Enrolment at sign-in, if the policy requires it.</summary>
public sealed class EnrollModel : AppPage
{
    public MethodList Methods { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Enroll } partial)
        {
            Notice = T["The sign-in took too long or was ended. Please sign in again."];
            return RedirectToPage("/Account/SignIn", new { ReturnUrl });
        }

        Methods = new MethodList(partial.Methods, ReturnUrl);
        return Page();
    }
}
