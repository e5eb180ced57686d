namespace TwoFactor.AspNetCore;

/// <summary>
/// What the host vouches for at a sign-in beyond the claims of the principal. What is null is read from the claims, or
/// is the default.
/// </summary>
public sealed class TwoFactorSignInFacts
{
    /// <summary>
    /// The scheme of the full sign-in. Default: the host's default sign-in scheme, or where that is one of external
    /// providers, as ASP.NET Core Identity sets it, the default scheme.
    /// </summary>
    public string? Scheme { get; init; }

    /// <summary>
    /// Where the user signs in. Default: web for a cookie scheme, else unknown, which every policy covers. A policy may
    /// leave a surface out, so take it from what the host knows, such as the endpoint, and never from what the caller
    /// says of itself.
    /// </summary>
    public ClientSurface? Client { get; init; }

    /// <summary>The identity provider of a federated sign-in. Default: the claim of
    /// <see cref="TwoFactorHttpOptions.IdentityProviderClaims"/>; none means the app's own password. An
    /// <c>auth_time</c> claim that the provider sent counts as the first factor's time: ask the provider for a fresh
    /// sign-in (<c>max_age</c>, <c>prompt=login</c>) where a user has to enrol.</summary>
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
