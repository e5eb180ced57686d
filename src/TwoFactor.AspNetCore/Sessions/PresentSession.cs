using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The session that already exists when somebody starts to sign in. It ends then: a browser belongs to one user at
/// a time, and the next user's changes must not go to the previous user's account.
/// </summary>
internal sealed class PresentSession(UserFacts facts, SignInSchemes schemes)
{
    private static readonly object s_ended = new();

    /// <summary>Whether this request has ended the session of that scheme. Its handler would still return it.</summary>
    public static bool IsEnded(HttpContext context, string? scheme) =>
        scheme is not null && context.Items[s_ended] is HashSet<string> ended && ended.Contains(scheme);

    /// <summary>
    /// Whether it belongs to another user. An identity that is not a session of this app, e.g. from a gateway or from
    /// Windows, is ignored.
    /// </summary>
    public async ValueTask<bool> IsOfAnotherAsync(HttpContext context, string userId) =>
        facts.Find(context.User) is { } subject
        && subject.UserId != userId
        && (
            subject.HasEpoch
            || (SchemeOf(context) is { } scheme && await schemes.IsOurOwnAsync(scheme).ConfigureAwait(false))
        );

    /// <summary>
    /// Ends a session of another scheme if it belongs to another user. One of the same scheme is overwritten anyway.
    /// </summary>
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

    /// <summary>Ends it because the user must pass the second factor first, or was denied.</summary>
    public static async Task EndAsync(HttpContext context, string scheme)
    {
        // Tokens of the host's own issuer cannot be signed out.
        if (await FullSignIn.FindIssuerAsync(context, scheme).ConfigureAwait(false) is null)
            await context.SignOutAsync(scheme).ConfigureAwait(false);

        if (context.Items[s_ended] is not HashSet<string> ended)
            context.Items[s_ended] = ended = new(StringComparer.Ordinal);

        ended.Add(scheme);
        SessionGuard.Forget(context);

        // The rest of the request belongs to nobody, so that a rendered page shows nothing of the previous user.
        context.User = new ClaimsPrincipal(new ClaimsIdentity());
        if (context.Features.Get<IAuthenticateResultFeature>() is { } feature)
            feature.AuthenticateResult = AuthenticateResult.NoResult();
    }

    private static string? SchemeOf(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket?.AuthenticationScheme;
}
