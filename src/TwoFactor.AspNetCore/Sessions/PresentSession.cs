using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The session that is there when somebody begins to sign in. It ends with that: a browser is one user's at a time, and
/// what the next user sets up must not land on the account of the one before.
/// </summary>
internal sealed class PresentSession(UserFacts facts, SignInSchemes schemes)
{
    private static readonly object s_ended = new();

    /// <summary>Whether the request has ended the session of that scheme. Its handler still knows it.</summary>
    public static bool IsEnded(HttpContext context, string? scheme) =>
        scheme is not null && context.Items[s_ended] is HashSet<string> ended && ended.Contains(scheme);

    /// <summary>
    /// Whether it is of another user. An identity that is no session of this app, such as that of a gateway or of
    /// Windows, is not looked at.
    /// </summary>
    public async ValueTask<bool> IsOfAnotherAsync(HttpContext context, string userId) =>
        facts.Find(context.User) is { } subject
        && subject.UserId != userId
        && (
            subject.HasEpoch
            || (SchemeOf(context) is { } scheme && await schemes.IsOurOwnAsync(scheme).ConfigureAwait(false))
        );

    /// <summary>Ends it where it is of another scheme and of another user; one of the same scheme is written over.</summary>
    public async Task EndOfOthersAsync(HttpContext context, string userId, string scheme)
    {
        if (
            facts.Find(context.User) is { Scheme: { } other } present
            && other != scheme
            && present.UserId != userId
            && await schemes.IsOurOwnAsync(other).ConfigureAwait(false)
        )
            await EndAsync(context, other).ConfigureAwait(false);
    }

    /// <summary>Ends it, for whoever waits for the second factor or was denied.</summary>
    public static async Task EndAsync(HttpContext context, string scheme)
    {
        // Tokens of the host's own issuer cannot be signed out.
        if (await FullSignIn.FindIssuerAsync(context, scheme).ConfigureAwait(false) is null)
            await context.SignOutAsync(scheme).ConfigureAwait(false);

        if (context.Items[s_ended] is not HashSet<string> ended)
            context.Items[s_ended] = ended = new(StringComparer.Ordinal);

        ended.Add(scheme);
        SessionGuard.Forget(context);

        // The rest of the request is nobody's, so that a page which it renders shows nothing of the user before.
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        if (context.Features.Get<IAuthenticateResultFeature>() is { } feature)
            feature.AuthenticateResult = AuthenticateResult.NoResult();
    }

    private static string? SchemeOf(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket?.AuthenticationScheme;
}
