namespace TwoFactor.Methods;

/// <summary>One code to make and send: whom for, what for, with what randomness.</summary>
public sealed class FactorSend
{
    /// <summary>The bytes of randomness that come with every send: 32.</summary>
    public const int EntropyBytes = 32;

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The factor.</summary>
    public required string FactorId { get; init; }

    /// <summary>The challenge that the code will answer.</summary>
    public required string ChallengeId { get; init; }

    /// <summary>The factor's state as last stored.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>What the code will be good for.</summary>
    public required ChallengePurpose Purpose { get; init; }

    /// <summary>
    /// Fresh random bytes, <see cref="EntropyBytes"/> of them: the code is made of these, so that making it is
    /// repeatable.
    /// </summary>
    public required ReadOnlyMemory<byte> Entropy { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the code expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where the request came from; null if the host did not say.</summary>
    public RequestOrigin? Origin { get; init; }

    /// <summary>1 for the challenge's first message, 2 for the first resend, and so on.</summary>
    public required int Number { get; init; }

    /// <summary>Does not show the randomness.</summary>
    public override string ToString() => "a code to send (randomness withheld)";
}
