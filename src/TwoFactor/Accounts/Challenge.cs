namespace TwoFactor;

/// <summary>An open challenge. Without a factor, a code of any of the user's factors answers it.</summary>
internal sealed record Challenge
{
    public required string Id { get; init; }

    public string? FactorId { get; init; }

    public ChallengePurpose Purpose { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? ResendAt { get; init; }

    public int Sends { get; init; }

    public byte[]? State { get; init; }

    /// <summary>The latest attempts to deliver its codes, oldest first.</summary>
    public DeliveryAttempt[]? Deliveries { get; init; }

    public bool IsOpen(DateTimeOffset now) => now < ExpiresAt;

    public override string ToString() => $"challenge {Id} ({Purpose}; state withheld)";
}
