using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TwoFactor.AspNetCore;

/// <summary>
/// How the library meets the web. Bind it to the configuration section <c>TwoFactor:Http</c>; it is validated when the
/// host starts.
/// </summary>
public sealed class TwoFactorHttpOptions
{
    /// <summary>
    /// How long a user has between the password and the code. Default: 10 minutes; 1 to 60, and no longer than
    /// <see cref="ChallengeOptions.SignInLifetime"/>.
    /// </summary>
    public TimeSpan TicketLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many requests a minute one address may make of the endpoints; an IPv6 network of 64 bits counts as one.
    /// Default: 120; 1 to 100,000.
    /// </summary>
    public int RequestsPerMinute { get; set; } = 120;

    /// <summary>
    /// How many changes a minute one user, or one sign-in that waits for its code, may make: names, challenges,
    /// enrolments and all else that writes. It is counted in each process, over all addresses. Default: 30; 1 to 10,000.
    /// </summary>
    public int ChangesPerMinute { get; set; } = 30;

    /// <summary>
    /// How long ago administrators may have passed their second factor at the most, for the endpoints of
    /// <c>MapTwoFactorAdmin</c>. Default: 15 minutes, the time after which PCI DSS 8.2.8 asks idle users to authenticate
    /// again; 1 minute to 1 day. <c>AllowWithoutTwoFactor()</c> on what <c>MapTwoFactorAdmin</c> returns turns it off.
    /// </summary>
    public TimeSpan AdminMaxAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Whether <c>sign-in/verify</c> always answers a refused code with <c>invalid_code</c>, the same for a wrong, a
    /// used and an expired one, a lock, and a sign-in that is over, without counts and times. Default: false: whoever
    /// is half signed in has shown the password and is helped by the detail.
    /// </summary>
    public bool PublicAnswers { get; set; }

    /// <summary>
    /// The page to send a browser to that needs a second factor anew for <c>RequireTwoFactor</c>, e.g. <c>/step-up</c>;
    /// it gets <c>returnUrl</c> in the query. Default: none, and the answer is 403 with
    /// <c>reauthentication_required</c>.
    /// </summary>
    public string? StepUpPath { get; set; }

    /// <summary>
    /// Whether a session that was signed in without the library counts for a user who has, or had, a second factor.
    /// Default: false: it has passed none and belongs to no epoch. Sessions by the tokens of others, which this app
    /// does not sign in itself, are not looked at.
    /// </summary>
    public bool AllowSessionsWithoutEpoch { get; set; }

    /// <summary>
    /// Schemes that carry a sign-in over from an identity provider until the host signs the user in: what is in them is
    /// no session. Identity's own <c>Identity.External</c> is known; name yours. Default: none.
    /// </summary>
    public IList<string> ExternalSchemes { get; set; } = [];

    /// <summary>
    /// The claims that hold the user's id; the first that is present counts. Empty means the default: name identifier,
    /// <c>sub</c>.
    /// </summary>
    public IList<string> UserIdClaims { get; set; } = [];

    /// <summary>
    /// The claims that hold roles, besides those that the identity names. Empty means the default: role, <c>role</c>,
    /// <c>roles</c>.
    /// </summary>
    public IList<string> RoleClaims { get; set; } = [];

    /// <summary>The claims that hold groups. Empty means the default: <c>groups</c>, <c>group</c>.</summary>
    public IList<string> GroupClaims { get; set; } = [];

    /// <summary>
    /// The claims that name the identity provider of a federated sign-in. Default: none, and the host names it in
    /// <see cref="TwoFactorSignInFacts.IdentityProvider"/>. A policy may exempt a provider, so name a claim here only
    /// if no provider can choose its value.
    /// </summary>
    public IList<string> IdentityProviderClaims { get; set; } = [];

    /// <summary>
    /// The claims that name the account in an authenticator app. Empty means the default: e-mail, <c>email</c>, name,
    /// <c>name</c>.
    /// </summary>
    public IList<string> AccountNameClaims { get; set; } = [];

    /// <summary>
    /// Asks the host whether the user who is half signed in may still go on: false ends the sign-in. Name it to end
    /// those that were begun before a password was changed, e.g. with ASP.NET Core Identity's security stamp. Default:
    /// none. A security change of the second factor itself ends them in any case.
    /// </summary>
    public Func<HttpContext, ClaimsPrincipal, ValueTask<bool>>? IsStillValid { get; set; }

    internal IEnumerable<string> UserIds => Or(UserIdClaims, ClaimTypes.NameIdentifier, "sub");

    internal IEnumerable<string> Roles => Or(RoleClaims, ClaimTypes.Role, "role", "roles");

    internal IEnumerable<string> Groups => Or(GroupClaims, "groups", "group");

    internal IEnumerable<string> AccountNames =>
        Or(AccountNameClaims, ClaimTypes.Email, "email", ClaimTypes.Name, "name");

    internal IEnumerable<string> Check(TwoFactorOptions core)
    {
        if (TicketLifetime < TimeSpan.FromMinutes(1) || TicketLifetime > core.Challenges.SignInLifetime)
            yield return $"TwoFactor:Http:TicketLifetime is {TicketLifetime}. Set it to 1 minute to "
                + $"TwoFactor:Challenges:SignInLifetime, which is {core.Challenges.SignInLifetime}.";

        if (RequestsPerMinute is < 1 or > 100_000)
            yield return $"TwoFactor:Http:RequestsPerMinute is {RequestsPerMinute}. Set it to 1 to 100,000.";

        if (ChangesPerMinute is < 1 or > 10_000)
            yield return $"TwoFactor:Http:ChangesPerMinute is {ChangesPerMinute}. Set it to 1 to 10,000.";

        if (AdminMaxAge < TimeSpan.FromMinutes(1) || AdminMaxAge > TimeSpan.FromDays(1))
            yield return $"TwoFactor:Http:AdminMaxAge is {AdminMaxAge}. Set it to 1 minute to 1 day.";

        if (StepUpPath is not null && (!StepUpPath.StartsWith('/') || !RedirectHttpResult.IsLocalUrl(StepUpPath)))
            yield return $"TwoFactor:Http:StepUpPath is '{StepUpPath}'. Set it to a path of this app, e.g. /step-up.";
    }

    private static IEnumerable<string> Or(IList<string> named, params string[] defaults) =>
        named.Count > 0 ? named : defaults;
}
