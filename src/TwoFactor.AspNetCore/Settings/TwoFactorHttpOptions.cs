using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The settings for the web. Bind them to the configuration section <c>TwoFactor:Http</c>. They are validated when the
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
    /// How many requests per minute one client address may make to the endpoints; an IPv6 address counts as its /64
    /// network. Default: 120; 1 to 100,000.
    /// </summary>
    public int RequestsPerMinute { get; set; } = 120;

    /// <summary>
    /// How many changes per minute one user, or one partial sign-in, may make: names, challenges, enrolments and
    /// everything else that writes. Counted in each process separately, over all addresses. Default: 30; 1 to 10,000.
    /// </summary>
    public int ChangesPerMinute { get; set; } = 30;

    /// <summary>
    /// How long ago administrators may have passed their second factor to use the endpoints of
    /// <c>MapTwoFactorAdmin</c>. Default: 15 minutes, after which PCI DSS 8.2.8 requires idle users to authenticate
    /// again; 1 minute to 1 day. <c>AllowWithoutTwoFactor()</c> on the result of <c>MapTwoFactorAdmin</c> turns it off.
    /// </summary>
    public TimeSpan AdminMaxAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Whether <c>sign-in/verify</c> answers every refused code with <c>invalid_code</c>, without counts and times: for
    /// a wrong, used or expired code, a lock, and a sign-in that has ended. Default: false, because the user has shown
    /// the password and the details help.
    /// </summary>
    public bool PublicAnswers { get; set; }

    /// <summary>
    /// The page for a step-up, e.g. <c>/step-up</c>. <c>RequireTwoFactor</c> redirects browsers there, with
    /// <c>returnUrl</c> in the query. Default: null; the answer is then 403 with <c>reauthentication_required</c>.
    /// </summary>
    public string? StepUpPath { get; set; }

    /// <summary>
    /// Whether a session that was not started through the library counts for a user who has, or had, a second factor.
    /// Default: false, because it passed no second factor and has no epoch. Tokens from other issuers, with which this
    /// app does not sign in itself, are not checked.
    /// </summary>
    public bool AllowSessionsWithoutEpoch { get; set; }

    /// <summary>
    /// Schemes that carry a sign-in over from an identity provider until the host signs the user in. They are not
    /// sessions. Identity's own <c>Identity.External</c> is known; add yours. Default: none.
    /// </summary>
    public IList<string> ExternalSchemes { get; set; } = [];

    /// <summary>
    /// The claim types of the user's id; the first one present is used. Default: empty, which means name identifier,
    /// <c>sub</c>.
    /// </summary>
    public IList<string> UserIdClaims { get; set; } = [];

    /// <summary>
    /// The claim types of roles, in addition to the identity's own role claim type. Default: empty, which means role,
    /// <c>role</c>, <c>roles</c>.
    /// </summary>
    public IList<string> RoleClaims { get; set; } = [];

    /// <summary>The claim types of groups. Default: empty, which means <c>groups</c>, <c>group</c>.</summary>
    public IList<string> GroupClaims { get; set; } = [];

    /// <summary>
    /// The claim types that name the identity provider of a federated sign-in. Default: none; the host then names it in
    /// <see cref="TwoFactorSignInFacts.IdentityProvider"/>. A policy may exempt a provider, so add a claim type only if
    /// no provider can choose its value.
    /// </summary>
    public IList<string> IdentityProviderClaims { get; set; } = [];

    /// <summary>
    /// The claim types of the account name in an authenticator app. Default: empty, which means e-mail, <c>email</c>,
    /// name, <c>name</c>.
    /// </summary>
    public IList<string> AccountNameClaims { get; set; } = [];

    /// <summary>
    /// Lets the host end a partial sign-in by returning false. Use it to end those that began before a password change,
    /// e.g. with ASP.NET Core Identity's security stamp. Default: null. A security change of the second factor always
    /// ends them.
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
