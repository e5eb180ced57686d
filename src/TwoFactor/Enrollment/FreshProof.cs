namespace TwoFactor;

/// <summary>
/// The proof that a change comes from the user: a password entered just now and, if a factor is active, a second factor
/// too (NIST SP 800-63B-4 §4.1; ASVS 6.3.7). The host states what it has checked. A code is checked, and spent in the
/// same write as the change.
/// </summary>
public sealed class FreshProof
{
    /// <summary>
    /// When the user last entered the password in this session. It must not be older than
    /// <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>.
    /// </summary>
    public required DateTimeOffset PasswordVerifiedAt { get; init; }

    /// <summary>
    /// A code of an active factor, as typed. Null if the session passed a second factor recently, or if no factor is
    /// active.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>
    /// The open challenge for <see cref="ChallengePurpose.Change"/> that <see cref="Code"/> answers, for methods with
    /// challenges of their own (WebAuthn); null for a typed code.
    /// </summary>
    public string? ChallengeId { get; init; }

    /// <summary>
    /// When this session last passed a second factor, from the host's records. Used only without a <see cref="Code"/>.
    /// </summary>
    public DateTimeOffset? SecondFactorVerifiedAt { get; init; }

    /// <summary>
    /// The epoch in which the session began, from <see cref="SignInEvaluation.Epoch"/> or
    /// <see cref="VerificationResult.Epoch"/>. If the account has a later epoch, the proof is refused: a session that a
    /// reset has ended cannot change anything, not even at the same moment. Null skips the comparison.
    /// </summary>
    public int? Epoch { get; init; }

    /// <summary>Withholds the code.</summary>
    public override string ToString() => "a fresh proof (code withheld)";
}
