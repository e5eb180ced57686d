namespace TwoFactor.Methods;

/// <summary>The input for making and sending one code: user, factor, challenge, purpose, randomness.</summary>
public sealed class FactorSend
{
    /// <summary>The length of <see cref="Entropy"/> in bytes: 32.</summary>
    public const int EntropyBytes = 32;

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The factor.</summary>
    public required string FactorId { get; init; }

    /// <summary>The challenge that the code is for.</summary>
    public required string ChallengeId { get; init; }

    /// <summary>The factor's state as stored.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The purpose of the code.</summary>
    public required ChallengePurpose Purpose { get; init; }

    /// <summary>
    /// Fresh random bytes, <see cref="EntropyBytes"/> of them. The code is made from them alone, so the same input
    /// gives the same code.
    /// </summary>
    public required ReadOnlyMemory<byte> Entropy { get; init; }

    /// <summary>The current time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the code expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where the request came from; null if the host did not pass it.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>
    /// The number of this message within its challenge: 1 for the first, 2 for the first resend, and so on.
    /// </summary>
    public required int Number { get; init; }

    /// <summary>Withholds the randomness.</summary>
    public override string ToString() => "a code to send (randomness withheld)";
}
