namespace TwoFactor.AspNetCore;

/// <summary>
/// What the host states about a sign-in in addition to the principal's claims. A null value is read from the claims, or
/// takes its default.
/// </summary>
public sealed class TwoFactorSignInFacts
{
    /// <summary>
    /// The scheme of the full sign-in. Default: the host's default sign-in scheme; or its default scheme, if the
    /// default sign-in scheme is for external providers, as in ASP.NET Core Identity.
    /// </summary>
    public string? Scheme { get; init; }

    /// <summary>
    /// The kind of client. Default: web for a cookie scheme, otherwise unknown, which every policy covers. A policy may
    /// exclude a kind of client. So derive it from what the host knows, e.g. the endpoint, never from what the caller
    /// claims.
    /// </summary>
    public ClientSurface? Client { get; init; }

    /// <summary>
    /// The identity provider of a federated sign-in. Default: the claim of
    /// <see cref="TwoFactorHttpOptions.IdentityProviderClaims"/>; without one, the app's own password. An
    /// <c>auth_time</c> claim from the provider counts as the time of the first factor. If the user has to enrol, ask
    /// the provider for a fresh sign-in (<c>max_age</c>, <c>prompt=login</c>).
    /// </summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The user's roles. Default: the role claims.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>The user's groups. Default: the claims of <see cref="TwoFactorHttpOptions.GroupClaims"/>.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>
    /// Whether the user has groups that are not among those: a policy for groups then requires a second factor of them.
    /// Default: what the provider says where it leaves the groups out of a token (Entra's overage, OpenID Connect Core
    /// §5.6.2); false where <see cref="Groups"/> is given.
    /// </summary>
    public bool? AreGroupsIncomplete { get; init; }

    /// <summary>
    /// The host's own mark, kept in its table of users, that this user has a second factor; see
    /// <see cref="SignInRequest.HasEnrolled"/>. Default: false.
    /// </summary>
    public bool HasEnrolled { get; init; }
}
