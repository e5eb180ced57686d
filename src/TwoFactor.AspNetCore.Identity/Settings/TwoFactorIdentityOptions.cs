namespace TwoFactor.AspNetCore.Identity;

/// <summary>How the library meets ASP.NET Core Identity.</summary>
public sealed class TwoFactorIdentityOptions
{
    /// <summary>
    /// Whether users of Identity's own second factor move in at their first sign-in: authenticator key, recovery codes
    /// and confirmed phone in one write. Default: true. With false they keep Identity's second factor, with its faults,
    /// until <c>TwoFactorMigration</c> has moved them.
    /// </summary>
    public bool MoveInAtSignIn { get; set; } = true;

    /// <summary>
    /// Whether a page that asks Identity to bypass the second factor of an external login, as the default pages do, has
    /// its way. Default: false: the policy decides, with the provider's name. To let a provider's users pass, exempt
    /// the provider in the policy: that has an actor, a reason and an end.
    /// </summary>
    public bool ExternalLoginsBypass { get; set; }

    /// <summary>
    /// Whether a passkey whose authenticator verified the user (WebAuthn §6.1, flag UV) is a second factor already.
    /// Default: true. A passkey without that is one factor, like a password.
    /// </summary>
    public bool PasskeyIsMultiFactor { get; set; } = true;

    /// <summary>
    /// The pages and endpoints that a user may use whom the policy sends to enrolment, and who has no second factor
    /// yet; what is beneath them too. The first is where pages that the user may not see lead to. Empty means the
    /// default: those of the default pages and of <c>MapIdentityApi</c> and <c>MapTwoFactor</c>.
    /// </summary>
    public IList<string> EnrollmentPaths { get; set; } = [];

    /// <summary>
    /// The pages that change the second factor, and are shown to those only who signed in within
    /// <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>; others are led to the sign-in first. Empty means the
    /// default: those of the default pages.
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
