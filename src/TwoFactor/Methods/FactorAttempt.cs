using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>One code to check against one factor.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct FactorAttempt
{
    /// <summary>Puts an attempt together.</summary>
    /// <param name="state">The factor's state as last stored.</param>
    /// <param name="challengeState">What <see cref="IFactorSender.Prepare"/> stored with the open challenge; empty without one.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="now">Now.</param>
    public FactorAttempt(ReadOnlyMemory<byte> state, ReadOnlyMemory<byte> challengeState, string code, DateTimeOffset now)
    {
        State = state;
        ChallengeState = challengeState;
        Code = code;
        Now = now;
    }

    /// <summary>The factor's state as last stored.</summary>
    public ReadOnlyMemory<byte> State { get; }

    /// <summary>What was stored with the open challenge of the factor; empty without one.</summary>
    public ReadOnlyMemory<byte> ChallengeState { get; }

    /// <summary>The code as typed.</summary>
    public string Code { get; }

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Does not show the code.</summary>
    public override string ToString() => "a factor's attempt (code withheld)";
}
