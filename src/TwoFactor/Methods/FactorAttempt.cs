using System.Runtime.InteropServices;

namespace TwoFactor.Methods;

/// <summary>One code to check against one factor.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FactorAttempt
{
    /// <summary>The longest text that is looked at: 8,192 characters.</summary>
    public const int MaxCodeLength = 8_192;

    /// <summary>Whose factor it is.</summary>
    public required string UserId { get; init; }

    /// <summary>The factor.</summary>
    public required string FactorId { get; init; }

    /// <summary>The factor's state as last stored.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The code as typed.</summary>
    public required string Code { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The open challenge that a code was sent to this factor for; null without one.</summary>
    public string? ChallengeId { get; init; }

    /// <summary>What <see cref="IFactorSender.Prepare"/> stored with that challenge; empty without one.</summary>
    public ReadOnlyMemory<byte> ChallengeState { get; init; }

    /// <summary>What that challenge is for.</summary>
    public ChallengePurpose Purpose { get; init; }

    /// <summary>How the codes of that challenge were delivered; empty without one.</summary>
    public IReadOnlyList<DeliveryAttempt> Deliveries { get; init; }

    /// <summary>
    /// The open challenge that the user answers, whichever factor it was opened for; null when none was named, and for
    /// the confirmation of a pending factor.
    /// </summary>
    public string? AskedChallengeId { get; init; }

    /// <summary>What <see cref="AskedChallengeId"/> is for.</summary>
    public ChallengePurpose AskedPurpose { get; init; }

    /// <summary>Does not show the code.</summary>
    public override string ToString() => "a factor's attempt (code withheld)";
}
