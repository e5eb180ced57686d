namespace TwoFactor;

/// <summary>
/// The evidence that whoever changes the factors is the user: a password that was entered again just now, and where a
/// factor is active a second factor too (NIST SP 800-63B-4 §4.1; ASVS 6.3.7). The host vouches for what it checked; a
/// code is checked and spent in the same write as the change.
/// </summary>
public sealed class FreshProof
{
    /// <summary>
    /// When the user last entered the password in this session. It must lie within
    /// <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>.
    /// </summary>
    public required DateTimeOffset PasswordVerifiedAt { get; init; }

    /// <summary>
    /// A code of an active factor, as typed; null if the session passed a second factor recently, or none is active.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>
    /// The challenge for <see cref="ChallengePurpose.Change"/> that <see cref="Code"/> answers, for methods whose answers
    /// belong to a challenge (WebAuthn); null for a typed code.
    /// </summary>
    public string? ChallengeId { get; init; }

    /// <summary>
    /// When this session last passed a second factor, by the host's records; looked at only without a
    /// <see cref="Code"/>.
    /// </summary>
    public DateTimeOffset? SecondFactorVerifiedAt { get; init; }

    /// <summary>
    /// The epoch that the session was begun in, as <see cref="SignInEvaluation.Epoch"/> or
    /// <see cref="VerificationResult.Epoch"/> told it; the proof is refused if the account has moved on, so that a
    /// session which a reset has ended changes nothing, not even in the same instant. Null is not compared.
    /// </summary>
    public int? Epoch { get; init; }

    /// <summary>Does not show the code.</summary>
    public override string ToString() => "a fresh proof (code withheld)";
}
