namespace TwoFactor;

/// <summary>A code that a user typed.</summary>
public sealed class VerificationRequest
{
    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The code as typed or pasted; see <see cref="TypedCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>
    /// The challenge that the code answers; it must be open, and it is closed by the code that is accepted. Of codes
    /// that were sent it takes only its own, and those that were asked for with it as
    /// <see cref="ChallengeRequest.SignInChallengeId"/>. Null checks the code against all the user's active factors, as
    /// apps do that ask for a code without opening a challenge first; then a code that was sent for a sign-in's
    /// challenge is wrong.
    /// </summary>
    public string? ChallengeId { get; init; }

    /// <summary>
    /// The factor that the user chose; the code is then checked against it and the backups only. Null checks all
    /// factors that the challenge allows.
    /// </summary>
    public string? FactorId { get; init; }

    /// <summary>
    /// The purpose of the code. With a <see cref="ChallengeId"/>, it must be the challenge's purpose; otherwise the
    /// result is <see cref="TwoFactorOutcome.Expired"/>, and the challenge stays open. Without one, a sent code counts
    /// only if it was sent for this purpose. Null takes the challenge's purpose, or else
    /// <see cref="ChallengePurpose.SignIn"/>. <see cref="ChallengePurpose.Enrollment"/> throws an
    /// <see cref="ArgumentException"/>.
    /// </summary>
    public ChallengePurpose? Purpose { get; init; }

    /// <summary>
    /// The session that presents the code, as in <see cref="ChallengeRequest.SessionId"/>. A code that was sent to
    /// another session is wrong; one that was bound to no session is taken. It does not matter where a
    /// <see cref="ChallengeId"/> is given. Default: null.
    /// </summary>
    public string? SessionId { get; init; }

    /// <summary>
    /// Whether to trust this device from now on. Requires <see cref="TrustedDeviceOptions.Enabled"/>, a challenge for a
    /// sign-in, and a code that is not a temporary one. Default: false.
    /// </summary>
    public bool RememberDevice { get; init; }

    /// <summary>The device's name in the user's list, or null.</summary>
    public string? DeviceName { get; init; }

    /// <summary>Withholds the code.</summary>
    public override string ToString() => "a verification request (code withheld)";
}
