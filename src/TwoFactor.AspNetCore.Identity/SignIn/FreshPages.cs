using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Only users who have just signed in may see the pages that change the second factor. Others are redirected to the
/// sign-in and back, because the default pages cannot say that a proof is too old.
/// </summary>
internal sealed class FreshPages(IOptions<TwoFactorIdentityOptions> options) : IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (
            !Paths.Match(http.Request.Path, options.Value.Fresh)
            || await http.GetTwoFactorSessionAsync().ConfigureAwait(false) is not { } session
        )
            return;

        var isFresh =
            session.IsPasswordFresh
            && (session.IsSecondFactorFresh || !(await session.GetStatusAsync().ConfigureAwait(false)).Enabled);
        if (!isFresh)
            context.Result = new ChallengeResult(IdentityConstants.ApplicationScheme);
    }

    /// <summary>Whether the sign-in of this request leads on to one of the pages.</summary>
    public static bool IsOnTheWay(HttpContext context, TwoFactorIdentityOptions options)
    {
        var next = context.Request.Query["ReturnUrl"].ToString();
        var end = next.IndexOfAny(['?', '#']);
        return next.StartsWith('/')
            && new PathString(end < 0 ? next : next[..end]).StartsWithSegments(
                context.Request.PathBase,
                StringComparison.OrdinalIgnoreCase,
                out var page
            )
            && Paths.Match(page, options.Fresh);
    }
}
