namespace TwoFactor.Methods;

/// <summary>An open challenge, and the user's factors of one method that can answer it.</summary>
public sealed class FactorExchange
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The challenge.</summary>
    public required string ChallengeId { get; init; }

    /// <summary>The purpose of the challenge.</summary>
    public required ChallengePurpose Purpose { get; init; }

    /// <summary>When the challenge expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The states of the factors, at least one.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> States { get; init; }

    /// <summary>Withholds the states.</summary>
    public override string ToString() => "an exchange (states withheld)";
}
