namespace TwoFactor.Methods;

/// <summary>An open challenge, and the user's factors of one method that may answer it.</summary>
public sealed class FactorExchange
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The challenge.</summary>
    public required string ChallengeId { get; init; }

    /// <summary>What the challenge is for.</summary>
    public required ChallengePurpose Purpose { get; init; }

    /// <summary>When the challenge closes.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The states of the factors, at least one.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> States { get; init; }

    /// <summary>Does not show the states.</summary>
    public override string ToString() => "an exchange (states withheld)";
}
