using System.Runtime.InteropServices;

namespace TwoFactor.Methods;

/// <summary>A code to check against one factor.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FactorAttempt
{
    /// <summary>The longest text that is checked: 8,192 characters.</summary>
    public const int MaxCodeLength = 8_192;

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The factor.</summary>
    public required string FactorId { get; init; }

    /// <summary>The factor's state as stored.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The code as typed.</summary>
    public required string Code { get; init; }

    /// <summary>The current time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The open challenge whose code was sent to this factor; null if there is none.</summary>
    public string? ChallengeId { get; init; }

    /// <summary>
    /// The state that <see cref="IFactorSender.Prepare"/> stored with that challenge; empty if there is none.
    /// </summary>
    public ReadOnlyMemory<byte> ChallengeState { get; init; }

    /// <summary>The purpose of that challenge.</summary>
    public ChallengePurpose Purpose { get; init; }

    /// <summary>How the codes of that challenge were delivered; empty if there is none.</summary>
    public IReadOnlyList<DeliveryAttempt> Deliveries { get; init; }

    /// <summary>
    /// The open challenge that the user is answering, whichever factor it was opened for. Null if the user named none,
    /// and when a pending factor is confirmed.
    /// </summary>
    public string? AskedChallengeId { get; init; }

    /// <summary>The purpose of <see cref="AskedChallengeId"/>.</summary>
    public ChallengePurpose AskedPurpose { get; init; }

    /// <summary>Withholds the code.</summary>
    public override string ToString() => "a factor's attempt (code withheld)";
}
