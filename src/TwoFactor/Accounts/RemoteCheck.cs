namespace TwoFactor;

/// <summary>
/// An attempt that was counted as a failure and waits for a vendor's answer. If no answer comes before it expires, the
/// failure stands with all its consequences. If the vendor says that the code is right, the failure is taken back, and
/// the command that asked goes on with the answer.
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
    /// Whether the same code was also compared with factors that this library checks. The failure then stands, whatever
    /// the vendor answers.
    /// </summary>
    public bool IsGuess { get; init; }

    public override string ToString() => $"remote check {Id}";
}
