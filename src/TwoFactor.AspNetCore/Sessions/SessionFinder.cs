using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Finds the session of a request. To renew it, it uses what the session's own handler read, not the principal of this
/// request. Otherwise roles that the host added for this request would end up in the cookie, and properties that are
/// lost with several schemes would be missing.
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

        // If a partial sign-in of another user is in the same browser, it is unclear who sent the request.
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
