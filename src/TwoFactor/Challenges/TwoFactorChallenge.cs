namespace TwoFactor;

/// <summary>An open challenge, or the reason why there is none.</summary>
public sealed class TwoFactorChallenge
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.Locked"/>,
    /// <see cref="TwoFactorOutcome.Throttled"/> (see <see cref="RetryAfter"/>),
    /// <see cref="TwoFactorOutcome.NotEnrolled"/>, <see cref="TwoFactorOutcome.NotFound"/> (no such active factor, or
    /// nothing to send again) or <see cref="TwoFactorOutcome.Expired"/> (no such open challenge to send again, or no
    /// such open sign-in).
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether the challenge is open.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>The challenge's id, for the verification.</summary>
    public string? ChallengeId { get; init; }

    /// <summary>The factor that is asked for.</summary>
    public string? FactorId { get; init; }

    /// <summary>Its method.</summary>
    public string? Method { get; init; }

    /// <summary>Where the code is sent, masked; null if none is sent.</summary>
    public string? Destination { get; init; }

    /// <summary>
    /// What the client needs to make the authenticator answer, as JSON, e.g. WebAuthn request options. Any of the
    /// user's factors of the method can answer it. Null for methods with typed codes.
    /// </summary>
    public string? ClientOptions { get; internal set; }

    /// <summary>When the challenge expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When a new code may be sent; null if none is sent.</summary>
    public DateTimeOffset? ResendAt { get; init; }

    /// <summary>The result of sending the code; null if none was sent.</summary>
    public FactorDelivery? Delivery { get; internal set; }

    /// <summary>
    /// How long to wait, for <see cref="TwoFactorOutcome.Locked"/> and <see cref="TwoFactorOutcome.Throttled"/>. Null
    /// if all factors are disabled, or after too many concurrent operations.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    internal static TwoFactorChallenge Of(ChallengeVerdict verdict) =>
        verdict is { IsOpen: true, Challenge: { } challenge }
            ? new()
            {
                Outcome = TwoFactorOutcome.Accepted,
                ChallengeId = challenge.Id,
                FactorId = verdict.Factor?.Id,
                Method = verdict.Factor?.Method,
                Destination = verdict.Factor?.Destination,
                ExpiresAt = challenge.ExpiresAt,
                ResendAt = challenge.ResendAt,
            }
            : Refused(verdict.Outcome, verdict.RetryAfter);

    internal static TwoFactorChallenge Refused(TwoFactorOutcome outcome, TimeSpan? retryAfter = null) =>
        new() { Outcome = outcome, RetryAfter = retryAfter };
}
