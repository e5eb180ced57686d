using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// The default page throws when the second factor was not turned off. This leads the user back, and says why.
/// </summary>
internal sealed class RefusedChanges(SignInState state) : IExceptionFilter
{
    // The default pages show the text under this key, and one that begins with "Error" in red.
    private const string Message = "StatusMessage";
    private const string Page = "/Account/Manage/Disable2fa";
    private const string Overview = "./TwoFactorAuthentication";

    public void OnException(ExceptionContext context)
    {
        if (
            state.Refusal is not { } refusal
            || context.Exception is not InvalidOperationException
            || context.ActionDescriptor is not PageActionDescriptor { AreaName: "Identity", ViewEnginePath: Page }
        )
            return;

        // Not injected: an app without pages has none.
        var tempData = context.HttpContext.RequestServices.GetRequiredService<ITempDataDictionaryFactory>();
        tempData.GetTempData(context.HttpContext)[Message] = "Error: " + Text(refusal);
        context.Result = new RedirectToPageResult(Overview);
        context.ExceptionHandled = true;
    }

    private static string Text(TwoFactorOutcome refusal) =>
        refusal switch
        {
            TwoFactorOutcome.RequiredByPolicy =>
                "Two-factor authentication stays on, because it is required for your account.",
            TwoFactorOutcome.ReauthenticationRequired =>
                "Two-factor authentication stays on. To turn it off, sign in again first.",
            _ => $"Two-factor authentication stays on ({refusal.ToCode()}).",
        };
}
