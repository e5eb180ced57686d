namespace TwoFactor;

/// <summary>
/// An attempt that was charged and waits for a vendor's answer. If none comes until it expires, the charge stands with
/// all that follows from it. Once the vendor has said that the code is right the charge is given back, and the command
/// that asked takes the answer up.
/// </summary>
internal sealed record RemoteCheck
{
    public required string Id { get; init; }

    public required string FactorId { get; init; }

    public required string ChallengeId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>It is to confirm a pending factor: the charge is against that factor.</summary>
    public bool IsPending { get; init; }

    public bool IsProven { get; init; }

    /// <summary>
    /// Factors of ours were looked at with the same code: the charge stays, whatever becomes of the question.
    /// </summary>
    public bool IsGuess { get; init; }

    public override string ToString() => $"remote check {Id}";
}
