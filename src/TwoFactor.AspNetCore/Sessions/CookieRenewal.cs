using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// A cookie is renewed when half of its time has passed, and when Identity has looked at the security stamp. The policy
/// is asked then: a session that may not go on ends.
/// </summary>
internal sealed class CookieRenewal(SessionRenewal renewal, SessionEnds ends)
    : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        var ended = new object();
        var (slide, validate) = (options.Events.OnCheckSlidingExpiration, options.Events.OnValidatePrincipal);
        options.Events.OnCheckSlidingExpiration = async context =>
        {
            await slide(context).ConfigureAwait(false);
            if (
                context is { ShouldRenew: true, Principal: { } user }
                && !await renewal.MayGoOnAsync(user, context.HttpContext.RequestAborted).ConfigureAwait(false)
            )
            {
                context.ShouldRenew = false;
                context.HttpContext.Items[ended] = true;
            }
        };
        options.Events.OnValidatePrincipal = async context =>
        {
            var session = context.Principal;
            await validate(context).ConfigureAwait(false);
            if (context.Principal is null && session is not null)
                await ends.NoteAsync(context.HttpContext, session, isDeleted: true).ConfigureAwait(false);
            else if (
                context.Principal is { } user
                && (
                    context.HttpContext.Items.ContainsKey(ended)
                    || (
                        context.ShouldRenew
                        && !await renewal.MayGoOnAsync(user, context.HttpContext.RequestAborted).ConfigureAwait(false)
                    )
                )
            )
                context.RejectPrincipal();
        };
    }
}
