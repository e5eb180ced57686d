namespace TwoFactor;

/// <summary>
/// A pending factor, with what the user must see now and never again; or the reason why there is none.
/// </summary>
public sealed class EnrollmentResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.ReauthenticationRequired"/>, the outcomes
    /// of a code that served as proof, <see cref="TwoFactorOutcome.InvalidInput"/> (see <see cref="Message"/>),
    /// <see cref="TwoFactorOutcome.LimitReached"/>, <see cref="TwoFactorOutcome.RequiredByPolicy"/> (it would replace
    /// the last factor that resists phishing, and such a one is demanded), or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether a pending factor was created.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>The factor's id, for the confirmation.</summary>
    public string? FactorId { get; init; }

    /// <summary>Its method.</summary>
    public string? Method { get; init; }

    /// <summary>The secret in Base32, for typing into an app by hand; null for other methods.</summary>
    public string? Secret { get; init; }

    /// <summary>The key URI for the QR code; null for other methods.</summary>
    public string? Uri { get; init; }

    /// <summary>
    /// What the client needs to make the authenticator answer, as JSON, e.g. WebAuthn creation options; null for
    /// methods with typed codes.
    /// </summary>
    public string? ClientOptions { get; init; }

    /// <summary>
    /// The notice that the user must see about a restricted authenticator (NIST SP 800-63B-4 §3.2.9), in the language of
    /// <see cref="EnrollmentRequest.Origin"/>, or in English; null for other methods.
    /// </summary>
    public string? Notice { get; init; }

    /// <summary>Where a code was sent, masked; null if none was.</summary>
    public string? Destination { get; init; }

    /// <summary>When the pending factor expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When a new code may be sent; null if none was sent.</summary>
    public DateTimeOffset? ResendAt { get; init; }

    /// <summary>The result of sending the code; null if none was sent.</summary>
    public FactorDelivery? Delivery { get; internal set; }

    /// <summary>What is wrong with the input, for the user; or null.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// How many more failures are possible before a lock, if a code was used as proof; otherwise null.
    /// </summary>
    public int? AttemptsLeft { get; init; }

    /// <summary>
    /// How long to wait, for <see cref="TwoFactorOutcome.Locked"/> and <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Withholds secret and URI.</summary>
    public override string ToString() => Outcome.ToCode();
}
