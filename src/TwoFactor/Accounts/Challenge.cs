namespace TwoFactor;

/// <summary>
/// One open request for proof. Without a factor, any of the user's will do. In the record lie only those that a code
/// was sent for.
/// </summary>
internal sealed record Challenge
{
    public required string Id { get; init; }

    public string? FactorId { get; init; }

    public ChallengePurpose Purpose { get; init; }

    /// <summary>
    /// The ticket of the sign-in that asked for the code, and that alone it completes; for a step-up the session that
    /// asked; null for none.
    /// </summary>
    public string? SignInId { get; init; }

    /// <summary>Whether a sign-in must be completed with a phishing-resistant method.</summary>
    public bool MustResist { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? ResendAt { get; init; }

    public int Sends { get; init; }

    public byte[]? State { get; init; }

    /// <summary>The latest attempts to deliver its codes, oldest first.</summary>
    public DeliveryAttempt[]? Deliveries { get; init; }

    public bool IsOpen(DateTimeOffset now) => now < ExpiresAt;

    public override string ToString() => $"challenge {Id} ({Purpose}; state withheld)";
}
