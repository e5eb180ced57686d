using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// A form that is sent twice may carry the session's new cookie the second time. Its antiforgery token was made before
/// the sign-in, so it is refused, and nothing is carried out. The browser is sent to the page, which knows the session
/// by then and leads on.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SentTwiceAttribute : Attribute, IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (
            context.Result is IAntiforgeryValidationFailedResult
            && await http.GetTwoFactorSessionAsync().ConfigureAwait(false) is not null
        )
            context.Result = new RedirectToPageResult(
                null,
                new { ReturnUrl = await ReturnUrlAsync(http.Request).ConfigureAwait(false), again = true }
            );

        await next().ConfigureAwait(false);
    }

    // The page checks that it leads to this app.
    private static async Task<string?> ReturnUrlAsync(HttpRequest request)
    {
        const string Name = nameof(TwoFactorPage.ReturnUrl);
        if (request.Query.TryGetValue(Name, out var inQuery))
            return inQuery;

        return request.HasFormContentType ? (string?)(await request.ReadFormAsync().ConfigureAwait(false))[Name] : null;
    }
}
