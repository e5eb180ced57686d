using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>One code to make and send.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct FactorSend
{
    /// <summary>The bytes of randomness that come with every send: 32.</summary>
    public const int EntropyBytes = 32;

    /// <summary>Puts a send together.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="state">The factor's state as last stored.</param>
    /// <param name="purpose">What the code will be good for.</param>
    /// <param name="entropy">Fresh random bytes, <see cref="EntropyBytes"/> of them.</param>
    /// <param name="expiresAt">When the code expires.</param>
    public FactorSend(string userId, ReadOnlyMemory<byte> state, ChallengePurpose purpose, ReadOnlyMemory<byte> entropy, DateTimeOffset expiresAt)
    {
        UserId = userId;
        State = state;
        Purpose = purpose;
        Entropy = entropy;
        ExpiresAt = expiresAt;
    }

    /// <summary>The user's id.</summary>
    public string UserId { get; }

    /// <summary>The factor's state as last stored.</summary>
    public ReadOnlyMemory<byte> State { get; }

    /// <summary>What the code will be good for.</summary>
    public ChallengePurpose Purpose { get; }

    /// <summary>Fresh random bytes.</summary>
    public ReadOnlyMemory<byte> Entropy { get; }

    /// <summary>When the code expires.</summary>
    public DateTimeOffset ExpiresAt { get; }
}
