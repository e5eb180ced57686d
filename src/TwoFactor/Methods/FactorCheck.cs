using System.Runtime.InteropServices;

namespace TwoFactor.Methods;

/// <summary>What a method says of a code.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct FactorCheck
{
    private FactorCheck(FactorCheckResult result, byte[]? newState)
    {
        Result = result;
        NewState = newState;
    }

    /// <summary>The code is wrong.</summary>
    public static FactorCheck Wrong => default;

    /// <summary>The code was right once and is spent.</summary>
    public static FactorCheck Used => new(FactorCheckResult.Used, null);

    /// <summary>Right, used or wrong.</summary>
    public FactorCheckResult Result { get; }

    /// <summary>The state to store, in which the code is spent; null unless the code is right.</summary>
    public byte[]? NewState { get; }

    /// <summary>The code is right.</summary>
    /// <param name="newState">The state to store, in which this code is spent.</param>
    public static FactorCheck Right(byte[] newState)
    {
        ArgumentNullException.ThrowIfNull(newState);
        return new(FactorCheckResult.Right, newState);
    }
}
