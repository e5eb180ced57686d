namespace TwoFactor;

/// <summary>
/// How a verification ended, in full detail: for the host and its logs. Show users <see cref="ToPublic"/> where detail
/// could help an attacker.
/// </summary>
public sealed class VerificationResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.InvalidCode"/>,
    /// <see cref="TwoFactorOutcome.CodeUsed"/>, <see cref="TwoFactorOutcome.Expired"/>,
    /// <see cref="TwoFactorOutcome.Locked"/>, <see cref="TwoFactorOutcome.Throttled"/> or
    /// <see cref="TwoFactorOutcome.NotEnrolled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether the code was accepted.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>
    /// The factor that was verified, or that the code was checked against if it was just one; else null.
    /// </summary>
    public string? FactorId { get; init; }

    /// <summary>That factor's method.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The <c>amr</c> values that this earns besides those of the first factor (RFC 8176), e.g. <c>otp</c> and
    /// <c>mfa</c>; null unless accepted.
    /// </summary>
    public IReadOnlyList<string>? AuthenticationMethods { get; init; }

    /// <summary>How many more failures there may be before a lock; null if nothing was checked.</summary>
    public int? AttemptsLeft { get; init; }

    /// <summary>How long the lock lasts, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the code was good for; null unless accepted.</summary>
    public ChallengePurpose? Purpose { get; init; }

    /// <summary>The user's epoch. A session that was begun in an earlier one should end.</summary>
    public int Epoch { get; init; }

    /// <summary>
    /// The token of the device that is trusted from now on, for a cookie (Secure, HttpOnly, <c>__Host-</c>); or null.
    /// It is shown once.
    /// </summary>
    public string? DeviceToken { get; init; }

    /// <summary>
    /// The form that tells an outsider nothing: accepted, or else <see cref="TwoFactorOutcome.InvalidCode"/>, the same
    /// for an unknown user, one without a factor, a lock, a used code and a wrong one, without counts and times.
    /// </summary>
    public VerificationResult ToPublic() => Succeeded ? this : new() { Outcome = TwoFactorOutcome.InvalidCode };

    /// <summary>Does not show the device token.</summary>
    public override string ToString() => Outcome.ToCode();
}
