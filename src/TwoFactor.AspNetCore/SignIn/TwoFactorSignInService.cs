using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>Evaluates a sign-in and signs in, or issues the partial ticket; and completes it.</summary>
internal sealed class TwoFactorSignInService(
    ISignInService signIns,
    SignInSchemes schemes,
    PartialTickets tickets,
    DeviceCookies devices,
    UserFacts facts,
    IOptions<TwoFactorHttpOptions> options,
    TimeProvider clock)
{
    public async Task<TwoFactorSignIn> BeginAsync(HttpContext context, ClaimsPrincipal principal, AuthenticationProperties? properties, TwoFactorSignInFacts given)
    {
        var userId = facts.RequireUserId(principal);
        var scheme = await schemes.FindAsync(context, given.Scheme).ConfigureAwait(false);
        var isCookie = scheme.HandlerType.IsAssignableTo(typeof(CookieAuthenticationHandler));
        var provider = given.IdentityProvider ?? facts.IdentityProvider(principal);
        var token = isCookie ? devices.Read(context, userId) : null;
        var request = new SignInRequest
        {
            UserId = userId,
            Roles = given.Roles ?? facts.Roles(principal),
            Groups = given.Groups ?? facts.Groups(principal),
            IdentityProvider = provider,
            Client = given.Client ?? (isCookie ? ClientSurface.Web : ClientSurface.Unknown),
            DeviceToken = token,
        };
        var result = await signIns.EvaluateAsync(request, context.RequestAborted).ConfigureAwait(false);
        if (result.DeviceToken is not null)
            devices.Append(context, userId, result.DeviceToken);
        else if (token is not null && result.Decision == SignInDecision.Challenge)
            devices.Delete(context, userId);

        var user = Prepare(principal, provider);
        if (result.Decision == SignInDecision.Allowed)
            return new(result) { TokenResponse = await FinishAsync(context, scheme.Name, user, properties, result.Epoch).ConfigureAwait(false) };

        if (result.Decision == SignInDecision.Denied)
        {
            tickets.Delete(context);
            return new(result);
        }

        var ticket = new PartialTicket
        {
            UserId = userId,
            Decision = result.Decision,
            Epoch = result.Epoch,
            ChallengeId = result.ChallengeId,
            ExpiresAt = clock.GetUtcNow() + options.Value.TicketLifetime,
            Scheme = scheme.Name,
            Principal = user,
            Properties = properties,
            IsCookie = isCookie,
        };
        return new(result) { Ticket = tickets.Issue(context, ticket) };
    }

    /// <summary>The full sign-in that waited, with what the second factor adds to it.</summary>
    public Task<JsonObject?> CompleteAsync(HttpContext context, PartialTicket ticket, IEnumerable<string> methods, int epoch)
    {
        TwoFactorClaims.AddMethods(ticket.Principal, methods);
        TwoFactorClaims.Set(ticket.Principal, TwoFactorClaimTypes.SecondFactorTime, clock.GetUtcNow());
        return FinishAsync(context, ticket.Scheme, ticket.Principal, ticket.Properties, epoch);
    }

    private async Task<JsonObject?> FinishAsync(HttpContext context, string scheme, ClaimsPrincipal principal, AuthenticationProperties? properties, int epoch)
    {
        TwoFactorClaims.Set(principal, TwoFactorClaimTypes.Epoch, epoch);
        var answer = await FullSignIn.WriteAsync(context, scheme, principal, properties).ConfigureAwait(false);
        tickets.Delete(context);

        // The rest of the request is the user's, so that a page which it renders carries the user's antiforgery token.
        context.User = principal;
        return answer;
    }

    // Claims of ours that the principal brings along are not from this sign-in, but for what another provider says of its own.
    private ClaimsPrincipal Prepare(ClaimsPrincipal principal, string? provider)
    {
        var user = principal.Clone();
        foreach (var identity in user.Identities)
        {
            foreach (var claim in identity.FindAll(c => c.Type is TwoFactorClaimTypes.Epoch or TwoFactorClaimTypes.SecondFactorTime).ToList())
                identity.RemoveClaim(claim);
        }

        if (TwoFactorClaims.TimeOf(user, TwoFactorClaimTypes.AuthenticationTime) is null)
            TwoFactorClaims.Set(user, TwoFactorClaimTypes.AuthenticationTime, clock.GetUtcNow());

        if (provider is null && !user.HasClaim(c => c.Type.Equals(TwoFactorClaimTypes.AuthenticationMethod, StringComparison.Ordinal)))
            TwoFactorClaims.AddMethods(user, ["pwd"]);

        return user;
    }
}
