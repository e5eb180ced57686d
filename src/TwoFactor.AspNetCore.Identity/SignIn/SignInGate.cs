using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>Asks the library about a sign-in, and writes down in the session what it answered.</summary>
internal sealed class SignInGate(
    ISignInService signIns,
    IEnrollmentService enrollment,
    SignInState state,
    IOptions<TwoFactorIdentityOptions> options,
    IOptions<TwoFactorHttpOptions> http,
    TimeProvider clock,
    ILogger<SignInGate> logger
)
{
    /// <summary>Whether a caller that asks to bypass the second factor has its way.</summary>
    public bool MayBypass(string? loginProvider)
    {
        if (loginProvider is null)
            return state.IsPasskey && options.Value.PasskeyIsMultiFactor;

        state.Provider = loginProvider;
        state.IsBypassed = options.Value.ExternalLoginsBypass;
        return state.IsBypassed;
    }

    /// <summary>The decision, now that the first factor was right.</summary>
    public async Task<SignInEvaluation> EvaluateAsync(
        HttpContext context,
        ClaimsPrincipal principal,
        string userId,
        string scheme,
        string? loginProvider,
        bool wantsBypass
    )
    {
        // A trusted device does not make the session fresh enough for the page that the user asked for.
        var token =
            SessionClaims.IsCookie(scheme) && !FreshPages.IsOnTheWay(context, options.Value)
                ? await DeviceCookie.ReadAsync(context, userId).ConfigureAwait(false)
                : null;
        var request = Request(principal, userId, scheme, loginProvider, token);
        var result = await signIns
            .EvaluateAsync(request, token is null ? context.RequestAborted : CancellationToken.None)
            .ConfigureAwait(false);
        state.Evaluation = result;
        state.ChallengeId = result.ChallengeId;
        state.Provider = loginProvider;
        if (wantsBypass && loginProvider is not null && result.Decision == SignInDecision.Challenge)
            logger.BypassRefused(loginProvider);

        return result;
    }

    /// <summary>The claims of a session that begins.</summary>
    public async Task<IEnumerable<Claim>> BeginAsync(
        HttpContext context,
        Func<Task<ClaimsPrincipal>> makePrincipal,
        string userId,
        string scheme,
        IEnumerable<Claim> given,
        MoveInState kept
    )
    {
        var claims = given.ToList();
        var evaluation = state.Evaluation;
        if (
            evaluation is null
            && state.Verification is null
            && !state.IsPasskey
            && !state.IsBypassed
            && kept != MoveInState.Old
        )
        {
            // The app itself signs the user in, e.g. after a registration.
            var request = Request(await makePrincipal().ConfigureAwait(false), userId, scheme, state.Provider, null);
            evaluation = await signIns.PreviewAsync(request, context.RequestAborted).ConfigureAwait(false);
            if (evaluation.Decision is SignInDecision.Challenge or SignInDecision.Denied)
            {
                logger.SignedInPast();
                return claims.Where(c => !SessionClaims.IsOwn(c));
            }
        }

        var epoch =
            state.Verification?.Epoch
            ?? evaluation?.Epoch
            ?? (await enrollment.GetStatusAsync(userId, context.RequestAborted).ConfigureAwait(false)).Epoch;
        var own = SessionClaims.Of(
            state,
            scheme,
            epoch,
            Methods(claims),
            EnrollmentOnly(evaluation),
            clock.GetUtcNow()
        );
        return claims.Where(c => !SessionClaims.IsOwn(c)).Concat(own);
    }

    /// <summary>The claims of a session that is written anew.</summary>
    public async Task<IEnumerable<Claim>> RenewAsync(
        HttpContext context,
        string userId,
        string scheme,
        IEnumerable<Claim> given
    )
    {
        var session = await context.AuthenticateAsync(scheme).ConfigureAwait(false);
        if (session.Principal is not { } principal || SessionClaims.EpochOf(principal) is null)
            return given;

        var status = await enrollment.GetStatusAsync(userId, context.RequestAborted).ConfigureAwait(false);
        return given
            .Where(c => !SessionClaims.IsOwn(c))
            .Concat(SessionClaims.Renewed(principal, state.Bumps, status.Epoch));
    }

    public async Task<bool> IsTrustedAsync(string userId, string deviceId) =>
        (await signIns.ListTrustedDevicesAsync(userId).ConfigureAwait(false)).Any(d => d.DeviceId == deviceId);

    public async Task RevokeAsync(string userId, string deviceId)
    {
        if (deviceId.Length > 0)
            await signIns.RevokeTrustedDeviceAsync(userId, deviceId).ConfigureAwait(false);
    }

    private string? EnrollmentOnly(SignInEvaluation? evaluation)
    {
        if (state.LeadsToEnrollment)
            return SessionClaims.ResistantFactor;

        if (evaluation?.Decision != SignInDecision.Enroll || state.Verification is not null)
            return null;

        return evaluation.MustResistPhishing ? SessionClaims.ResistantFactor : SessionClaims.AnyFactor;
    }

    // Identity uses "pwd" for everything except external logins.
    private string[] Methods(List<Claim> given)
    {
        if (state.IsPasskey)
            return ["hwk", "user", "mfa"];

        var first = state.Provider is null ? ["pwd"] : Array.Empty<string>();
        var mfa = given.Exists(c => c is { Type: TwoFactorClaimTypes.AuthenticationMethod, Value: "mfa" });
        return mfa ? [.. first, "mfa"] : first;
    }

    private SignInRequest Request(
        ClaimsPrincipal principal,
        string userId,
        string scheme,
        string? provider,
        string? token
    )
    {
        IList<string> groups = http.Value.GroupClaims.Count > 0 ? http.Value.GroupClaims : ["groups", "group"];
        return new()
        {
            UserId = userId,
            Roles = All(
                principal,
                [
                    .. principal.Identities.Select(i => i.RoleClaimType),
                    .. http.Value.RoleClaims.Count > 0 ? http.Value.RoleClaims : [ClaimTypes.Role, "role", "roles"],
                ]
            ),
            Groups = All(principal, groups),
            AreGroupsIncomplete = GroupOverage.IsIn(principal, [.. groups]),
            IdentityProvider = provider,
            Client = SessionClaims.IsCookie(scheme) ? ClientSurface.Web : ClientSurface.Unknown,
            DeviceToken = token,
        };
    }

    private static List<string> All(ClaimsPrincipal principal, IEnumerable<string> types)
    {
        var wanted = types.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. principal
                .Claims.Where(c => wanted.Contains(c.Type))
                .Select(c => c.Value)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
