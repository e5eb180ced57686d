namespace TwoFactor.AspNetCore.Identity;

/// <summary>How the library meets ASP.NET Core Identity.</summary>
public sealed class TwoFactorIdentityOptions
{
    /// <summary>
    /// Whether users of Identity's own second factor move in at their first sign-in: authenticator key, recovery codes
    /// and confirmed phone in one write. Default: true. With false they keep Identity's own second factor, without the
    /// library's protection, until <see cref="ITwoFactorMigration"/> has moved them.
    /// </summary>
    public bool MoveInAtSignIn { get; set; } = true;

    /// <summary>
    /// Whether a page may bypass the second factor of an external login (<c>bypassTwoFactor</c>), as the default pages
    /// do. Default: false, which means that the policy decides, by the provider's name. To let the users of a provider
    /// pass, exempt the provider in the policy: an exemption has an actor, a reason and an end.
    /// </summary>
    public bool ExternalLoginsBypass { get; set; }

    /// <summary>
    /// Whether a passkey whose authenticator verified the user (WebAuthn §6.1, flag UV) is a second factor already.
    /// Default: true. A passkey without that is one factor, like a password.
    /// </summary>
    public bool PasskeyIsMultiFactor { get; set; } = true;

    /// <summary>
    /// The paths that are open to a user who must enrol and has no second factor yet, with all paths below them. All
    /// other pages redirect to the first of them. Empty means the default: those of the default pages and of
    /// <c>MapIdentityApi</c> and <c>MapTwoFactor</c>.
    /// </summary>
    public IList<string> EnrollmentPaths { get; set; } = [];

    /// <summary>
    /// The pages that change the second factor. Only users who signed in within
    /// <see cref="EnrollmentOptions.ReauthenticationMaxAge"/> see them; others are redirected to the sign-in first.
    /// Empty means the default: those of the default pages.
    /// </summary>
    public IList<string> FreshPaths { get; set; } = [];

    internal IReadOnlyList<string> Enrollments =>
        EnrollmentPaths.Count > 0
            ? [.. EnrollmentPaths]
            :
            [
                "/Identity/Account/Manage/EnableAuthenticator",
                "/Identity/Account/Manage/TwoFactorAuthentication",
                "/Identity/Account/Manage/ShowRecoveryCodes",
                "/Identity/Account/Logout",
                "/manage/2fa",
                "/two-factor",
            ];

    internal IReadOnlyList<string> Fresh =>
        FreshPaths.Count > 0
            ? [.. FreshPaths]
            :
            [
                "/Identity/Account/Manage/EnableAuthenticator",
                "/Identity/Account/Manage/ResetAuthenticator",
                "/Identity/Account/Manage/GenerateRecoveryCodes",
                "/Identity/Account/Manage/Disable2fa",
            ];
}
