using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.AspNetCore;
using TwoFactor.AspNetCore.UI;

namespace Microsoft.AspNetCore.Http;

/// <summary>Leads from the host's sign-in to the pages.</summary>
public static class TwoFactorPagesHttpContextExtensions
{
    /// <summary>
    /// The page to redirect to after <c>SignInWithTwoFactorAsync</c>. It is the page for the code, for the set-up that
    /// the policy requires, for the grace period or for a lock; or else the page that the user asked for.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="signIn">What <c>SignInWithTwoFactorAsync</c> returned.</param>
    /// <param name="returnUrl">Where the user wanted to go. Anything but a path of this app means <c>/</c>.</param>
    /// <returns>A path of this app.</returns>
    /// <exception cref="ArgumentNullException">The context or the sign-in is null.</exception>
    public static string GetTwoFactorPage(this HttpContext context, TwoFactorSignIn signIn, string? returnUrl = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(signIn);
        var options = context.RequestServices.GetRequiredService<IOptions<TwoFactorPagesOptions>>().Value;
        var start = $"{context.Request.PathBase}/";
        var next = RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl! : start;
        var query = next == start ? QueryString.Empty : QueryString.Create("returnUrl", next);
        return signIn.Decision switch
        {
            SignInDecision.Allowed when signIn.Result.GraceUntil is null => next,
            SignInDecision.Allowed => Page("grace"),
            SignInDecision.Challenge => Page("sign-in"),
            SignInDecision.Enroll => Page("required"),
            _ => Page("locked", Until()),
        };

        string Page(string name, QueryString more = default) =>
            $"{context.Request.PathBase}{options.Path(name)}{query.Add(more)}";

        QueryString Until() =>
            signIn.Result.RetryAfter is { } wait
                ? QueryString.Create(
                    "until",
                    context
                        .RequestServices.GetRequiredService<TimeProvider>()
                        .GetUtcNow()
                        .Add(wait)
                        .ToUnixTimeSeconds()
                        .ToString(CultureInfo.InvariantCulture)
                )
                : default;
    }

    /// <summary>
    /// What the host's sign-in page should tell the user: why the user was signed out, in the language of the request.
    /// </summary>
    /// <param name="context">The request. Call it before the response starts.</param>
    /// <returns>A sentence; null if there is nothing to tell.</returns>
    /// <exception cref="ArgumentNullException">The context is null.</exception>
    public static string? TakeTwoFactorNotice(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var T = context.RequestServices.GetRequiredService<TwoFactorTexts>();
        return context.TakeTwoFactorSessionEnd() switch
        {
            TwoFactorSessionEnd.Reset => T[
                "You were signed out, because your second factor was reset by an administrator. Please sign in again."
            ],
            TwoFactorSessionEnd.Changed => T[
                "You were signed out, because your password or your second factor was changed. Please sign in again."
            ],
            _ => null,
        };
    }
}
