using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using TwoFactor;
using WebSample.Pages.Shared;

namespace WebSample.Pages.SetUp;

/// <summary>The base class of the pages that set up a method: the user, the proof, and the end.</summary>
public abstract class SetUpPage : AppPage
{
    /// <summary>The pending factor.</summary>
    public string? FactorId { get; protected set; }

    /// <summary>The name of the factor, as typed.</summary>
    public string? FactorLabel { get; protected set; }

    /// <summary>The recovery codes that come with the first factor.</summary>
    public RecoveryCodeList? Codes { get; private set; }

    protected Enroller Enroller { get; private set; } = null!;

    public override async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (await Enroller.FindAsync(HttpContext) is not { } enroller)
            context.Result = RedirectToPage("/Account/SignIn", new { ReturnUrl = Request.Path.Value });
        else if (await enroller.MissingProofAsync() is { } page)
            context.Result = RedirectToPage(page, new { ReturnUrl = Request.Path.Value });
        else
        {
            Enroller = enroller;
            await next();
        }
    }

    protected async Task<IActionResult> ConfirmAsync(string factorId, string? code)
    {
        FactorId = factorId;
        var result = await Enroller.ConfirmAsync(factorId, code ?? "");
        if (!result.Succeeded)
        {
            var isDropped = result.AttemptsLeft == 0;
            if (isDropped || result.Outcome == TwoFactorOutcome.Expired)
                FactorId = null;

            Problem = isDropped
                ? T["Too many wrong codes. Begin again."]
                : Say(result.Outcome, result.RetryAfter, result.AttemptsLeft);
            return Page();
        }

        var next = Enroller.IsSigningIn ? Next() : "/profile";
        if (result.RecoveryCodes is { } codes)
        {
            // Shown once, in the answer to the code itself, so that they are stored nowhere.
            Codes = new RecoveryCodeList(codes, next);
            return Page();
        }

        Notice = T["The method is on."];
        return LocalRedirect(next);
    }
}
