namespace TwoFactor;

/// <summary>A code that a user typed.</summary>
public sealed class VerificationRequest
{
    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The code as typed or pasted; see <see cref="TypedCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>
    /// The challenge that the code answers; it must be open, and it is closed by the code that is accepted. Of codes that
    /// were sent it takes only its own, and those that were asked for with it as
    /// <see cref="ChallengeRequest.SignInChallengeId"/>. Null checks the code against all the user's active factors, as
    /// apps do that ask for a code without opening a challenge first; then a code that was sent for a sign-in's challenge
    /// is wrong.
    /// </summary>
    public string? ChallengeId { get; init; }

    /// <summary>
    /// The factor that the user chose; the code is checked against it and the backups alone. Null checks it against all
    /// that the challenge allows.
    /// </summary>
    public string? FactorId { get; init; }

    /// <summary>
    /// What the code is for. With a <see cref="ChallengeId"/> the challenge must be for the same, else the answer is
    /// <see cref="TwoFactorOutcome.Expired"/>, and the challenge stays open. Without one, of codes that were sent, only
    /// those sent for it count. Null means what the challenge is for, or else <see cref="ChallengePurpose.SignIn"/>.
    /// <see cref="ChallengePurpose.Enrollment"/> is refused with an exception.
    /// </summary>
    public ChallengePurpose? Purpose { get; init; }

    /// <summary>
    /// Whether to trust this device from now on, if <see cref="TrustedDeviceOptions.Enabled"/> is set, the challenge is
    /// one for a sign-in, and the code is not a temporary one. Default: false.
    /// </summary>
    public bool RememberDevice { get; init; }

    /// <summary>What to call the device in the user's list, or null.</summary>
    public string? DeviceName { get; init; }

    /// <summary>Does not show the code.</summary>
    public override string ToString() => "a verification request (code withheld)";
}
