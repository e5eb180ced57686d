using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Finds the session of a request. It is renewed from what its own handler read, not from what the host made of it for
/// this request: roles that were added on the way, or the properties that are lost where several schemes are asked,
/// must not end up in a cookie, or out of it.
/// </summary>
internal sealed class SessionFinder(
    TwoFactorSessionServices services,
    UserFacts facts,
    SignInSchemes schemes,
    PartialTickets tickets,
    IAuthenticationHandlerProvider handlers
)
{
    public async Task<TwoFactorSession?> FindAsync(HttpContext context)
    {
        if (FullSignIn.WrittenIn(context) is { } written)
            return new TwoFactorSession(
                context,
                services,
                facts.Require(written.Principal),
                written.Properties,
                written.AuthenticationScheme
            );

        var principal = context.User;
        if (
            !principal.Identities.Any(i => i.IsAuthenticated)
            && await schemes.HasDefaultAsync().ConfigureAwait(false)
            && await context.AuthenticateAsync().ConfigureAwait(false) is { Succeeded: true } result
        )
            principal = result.Principal;

        if (facts.Find(principal) is not { } subject)
            return null;

        // A sign-in of another user waits in the same browser: nobody can tell whose wish this is.
        if (tickets.Read(context) is { } waiting && waiting.UserId != subject.UserId)
            return null;

        var ticket = subject.Scheme is { } scheme ? await ReadAsync(context, scheme).ConfigureAwait(false) : null;
        return
            ticket is not null
            && facts.Find(ticket.Principal) is { } own
            && own.UserId == subject.UserId
            && own.Epoch == subject.Epoch
            ? new TwoFactorSession(context, services, own, ticket.Properties, subject.Scheme)
            : new TwoFactorSession(context, services, subject, null, null);
    }

    private async Task<AuthenticationTicket?> ReadAsync(HttpContext context, string scheme)
    {
        if (
            await handlers.GetHandlerAsync(context, scheme).ConfigureAwait(false) is not { } handler
            || (
                handler is not IAuthenticationSignInHandler
                && await FullSignIn.FindIssuerAsync(context, scheme).ConfigureAwait(false) is null
            )
        )
            return null;

        return (await handler.AuthenticateAsync().ConfigureAwait(false)).Ticket;
    }
}
