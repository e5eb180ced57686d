namespace TwoFactor;

/// <summary>
/// The result of a verification in full detail, for the host and its logs. Where details could help an attacker, show
/// users <see cref="ToPublic"/>.
/// </summary>
public sealed class VerificationResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.InvalidCode"/>,
    /// <see cref="TwoFactorOutcome.CodeUsed"/>, <see cref="TwoFactorOutcome.Expired"/>,
    /// <see cref="TwoFactorOutcome.Locked"/>, <see cref="TwoFactorOutcome.Throttled"/>,
    /// <see cref="TwoFactorOutcome.NotEnrolled"/> or <see cref="TwoFactorOutcome.PhishingResistantRequired"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether the code was accepted.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>
    /// The verified factor. If the code was not accepted: the factor it was checked against, if that was only one;
    /// otherwise null.
    /// </summary>
    public string? FactorId { get; init; }

    /// <summary>That factor's method.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The <c>amr</c> values (RFC 8176) that this adds to those of the first factor, e.g. <c>otp</c> and <c>mfa</c>;
    /// null unless accepted.
    /// </summary>
    public IReadOnlyList<string>? AuthenticationMethods { get; init; }

    /// <summary>How many more failures are possible before a lock; null if nothing was checked.</summary>
    public int? AttemptsLeft { get; init; }

    /// <summary>How long the lock lasts, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The purpose of the code; null unless accepted.</summary>
    public ChallengePurpose? Purpose { get; init; }

    /// <summary>The user's epoch. End sessions that began in an earlier one.</summary>
    public int Epoch { get; init; }

    /// <summary>
    /// The token of the newly trusted device, for a cookie (Secure, HttpOnly, <c>__Host-</c>), or null. It is returned
    /// only once.
    /// </summary>
    public string? DeviceToken { get; init; }

    /// <summary>
    /// A result that reveals nothing to an outsider: accepted,
    /// <see cref="TwoFactorOutcome.PhishingResistantRequired"/>, or <see cref="TwoFactorOutcome.InvalidCode"/> for
    /// everything else (unknown user, no factor, lock, used code, wrong code), without counts and times.
    /// </summary>
    public VerificationResult ToPublic() =>
        Succeeded || Outcome == TwoFactorOutcome.PhishingResistantRequired
            ? this
            : new() { Outcome = TwoFactorOutcome.InvalidCode };

    /// <summary>Withholds the device token.</summary>
    public override string ToString() => Outcome.ToCode();
}
