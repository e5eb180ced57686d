using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>Evaluates a sign-in, then signs in or issues the partial ticket. Later completes the sign-in.</summary>
internal sealed class TwoFactorSignInService(
    ISignInService signIns,
    SignInSchemes schemes,
    PresentSession present,
    PartialTickets tickets,
    DeviceCookies devices,
    UserFacts facts,
    ResistantMethods resistant,
    IOptions<TwoFactorHttpOptions> options,
    TimeProvider clock
)
{
    public async Task<TwoFactorSignIn> BeginAsync(
        HttpContext context,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties,
        TwoFactorSignInFacts given
    )
    {
        var userId = facts.Require(principal).UserId;
        foreach (var preparation in context.RequestServices.GetServices<ISignInPreparation>())
            await preparation.PrepareAsync(userId, context.RequestAborted).ConfigureAwait(false);

        var scheme = await schemes.FindAsync(context, given.Scheme).ConfigureAwait(false);
        var isCookie = scheme.HandlerType.IsAssignableTo(typeof(CookieAuthenticationHandler));
        var provider = given.IdentityProvider ?? facts.IdentityProvider(principal);
        var token = isCookie ? devices.Read(context, userId) : null;
        var request = new SignInRequest
        {
            UserId = userId,
            Roles = given.Roles ?? facts.Roles(principal),
            Groups = given.Groups ?? facts.Groups(principal),
            AreGroupsIncomplete =
                given.AreGroupsIncomplete ?? (given.Groups is null && facts.AreGroupsIncomplete(principal)),
            HasEnrolled = given.HasEnrolled,
            IdentityProvider = provider,
            Client = given.Client ?? (isCookie ? ClientSurface.Web : ClientSurface.Unknown),
            DeviceToken = token,
        };

        // The device must get its rotated token, or its next use looks like a theft.
        var result = await signIns
            .EvaluateAsync(request, token is null ? context.RequestAborted : CancellationToken.None)
            .ConfigureAwait(false);
        if (result.DeviceToken is not null)
            devices.Append(context, userId, result.DeviceToken);
        else if (token is not null && result.Decision == SignInDecision.Challenge)
            devices.Delete(context, userId);

        await present.EndOfOthersAsync(context, userId, scheme.Name).ConfigureAwait(false);
        var user = Prepare(principal, request);
        if (result.Decision == SignInDecision.Allowed)
            return new(result)
            {
                TokenResponse = await FinishAsync(context, scheme.Name, user, properties, result.Epoch)
                    .ConfigureAwait(false),
            };

        await PresentSession.EndAsync(context, scheme.Name).ConfigureAwait(false);
        if (result.Decision == SignInDecision.Denied)
        {
            tickets.Delete(context);
            return new(result);
        }

        var ticket = new PartialTicket
        {
            UserId = userId,
            Decision = result.Decision,
            MustResist = result is { Decision: SignInDecision.Enroll, MustResistPhishing: true },
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

    /// <summary>
    /// Leads a user whose code was right on to the enrolment of a method that resists phishing. Returns the new ticket
    /// for an app without cookies.
    /// </summary>
    public string? LeadToEnrollment(HttpContext context, PartialTicket ticket, int epoch)
    {
        var now = clock.GetUtcNow();
        return tickets.Issue(
            context,
            new PartialTicket
            {
                UserId = ticket.UserId,
                Decision = SignInDecision.Enroll,
                MustResist = true,
                SecondFactorAt = now,
                Epoch = epoch,
                ExpiresAt = now + options.Value.TicketLifetime,
                Scheme = ticket.Scheme,
                Principal = ticket.Principal,
                Properties = ticket.Properties,
                IsCookie = ticket.IsCookie,
            }
        );
    }

    /// <summary>Completes the waiting sign-in, with the claims of the second factor.</summary>
    public Task<JsonObject?> CompleteAsync(
        HttpContext context,
        PartialTicket ticket,
        string? method,
        IEnumerable<string> methods,
        int epoch
    )
    {
        facts
            .Require(ticket.Principal)
            .PassSecondFactor(method, methods, clock.GetUtcNow(), resistant.Contains(method));
        return FinishAsync(context, ticket.Scheme, ticket.Principal, ticket.Properties, epoch);
    }

    private async Task<JsonObject?> FinishAsync(
        HttpContext context,
        string scheme,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties,
        int epoch
    )
    {
        var subject = facts.Require(principal);
        subject.Set(TwoFactorClaimTypes.Epoch, epoch);
        subject.Set(TwoFactorClaimTypes.Scheme, scheme);
        subject.Set(TwoFactorClaimTypes.Session, Subject.NewSessionId());
        var answer = await FullSignIn.WriteAsync(context, scheme, principal, properties).ConfigureAwait(false);
        tickets.Delete(context);
        return answer;
    }

    // The library's claims in the given principal are not from this sign-in, so they are removed. Only what a named
    // identity provider states about its own sign-in is kept.
    private ClaimsPrincipal Prepare(ClaimsPrincipal principal, SignInRequest request)
    {
        var user = principal.Clone();
        var subject = facts.Require(user);
        subject.Remove(TwoFactorClaimTypes.Epoch);
        subject.Remove(TwoFactorClaimTypes.SecondFactorTime);
        subject.Remove(TwoFactorClaimTypes.SecondFactorMethod);
        subject.Remove(TwoFactorClaimTypes.Scheme);
        subject.Remove(TwoFactorClaimTypes.Session);
        subject.Remove(TwoFactorClaimTypes.IdentityProvider);
        subject.Set(TwoFactorClaimTypes.Client, Names.Of(request.Client));
        if (request.IdentityProvider is { } provider)
        {
            subject.Set(TwoFactorClaimTypes.IdentityProvider, provider);
        }
        else
        {
            subject.Remove(TwoFactorClaimTypes.AuthenticationMethod);
            subject.AddMethods(["pwd"]);
        }

        // An unreadable time never counts as fresh.
        if (request.IdentityProvider is null || !subject.Has(TwoFactorClaimTypes.AuthenticationTime))
            subject.Set(TwoFactorClaimTypes.AuthenticationTime, clock.GetUtcNow());

        return user;
    }
}
