using System.Runtime.InteropServices;

namespace TwoFactor.Methods;

/// <summary>What a method says of a code.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct FactorCheck
{
    private FactorCheck(FactorCheckResult result) => Result = result;

    /// <summary>The code is wrong.</summary>
    public static FactorCheck Wrong => default;

    /// <summary>The code was right once and is spent.</summary>
    public static FactorCheck Used => new(FactorCheckResult.Used);

    /// <summary>Right, used or wrong.</summary>
    public FactorCheckResult Result { get; }

    /// <summary>The state to store, in which the code is spent; null unless the code is right.</summary>
    public byte[]? NewState { get; private init; }

    /// <summary>
    /// What this code earns in place of <see cref="FactorMethodTraits.AuthenticationMethods"/>, e.g. because the
    /// authenticator verified its user; null takes the traits.
    /// </summary>
    public IReadOnlyList<string>? AuthenticationMethods { get; private init; }

    /// <summary>
    /// What the audit trail should tell of it: why it was refused, or which authenticator answered; or null. It holds no
    /// secret.
    /// </summary>
    public string? Detail { get; private init; }

    /// <summary>The code is right.</summary>
    /// <param name="newState">The state to store, in which this code is spent.</param>
    public static FactorCheck Right(byte[] newState) => Right(newState, null);

    /// <summary>The code is right, and says more than that.</summary>
    /// <param name="newState">The state to store, in which this code is spent.</param>
    /// <param name="authenticationMethods">What it earns (RFC 8176); null takes what the traits say.</param>
    /// <param name="detail">What the audit trail should tell of it, or null.</param>
    public static FactorCheck Right(
        byte[] newState,
        IReadOnlyList<string>? authenticationMethods,
        string? detail = null
    )
    {
        ArgumentNullException.ThrowIfNull(newState);
        return new(FactorCheckResult.Right)
        {
            NewState = newState,
            AuthenticationMethods = authenticationMethods,
            Detail = detail,
        };
    }

    /// <summary>
    /// The code is wrong in a way that concerns this very factor, e.g. the counter of a key ran back: the event names the
    /// factor and the reason.
    /// </summary>
    /// <param name="detail">Why, for the audit trail.</param>
    public static FactorCheck Refuse(string detail)
    {
        ArgumentException.ThrowIfNullOrEmpty(detail);
        return new(FactorCheckResult.Wrong) { Detail = detail };
    }
}
