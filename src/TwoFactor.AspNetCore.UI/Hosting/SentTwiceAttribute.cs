using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
            && http.Request.HasFormContentType
            && await http.GetTwoFactorSessionAsync().ConfigureAwait(false) is not null
        )
        {
            var form = await http.Request.ReadFormAsync().ConfigureAwait(false);
            var token = http.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.FormFieldName;
            if (form.ContainsKey(token))
                context.Result = new RedirectToPageResult(
                    null,
                    new { ReturnUrl = ReturnUrl(http, form), again = true }
                );
        }

        await next().ConfigureAwait(false);
    }

    // The page checks that it leads to this app.
    private static string? ReturnUrl(HttpContext http, IFormCollection form) =>
        http.Request.Query.TryGetValue(nameof(TwoFactorPage.ReturnUrl), out var inQuery)
            ? inQuery
            : (string?)form[nameof(TwoFactorPage.ReturnUrl)];
}
