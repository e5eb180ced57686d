using System.Runtime.InteropServices;

namespace TwoFactor.Methods;

/// <summary>A method's verdict on a code.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct FactorCheck
{
    private FactorCheck(FactorCheckResult result) => Result = result;

    /// <summary>The code is wrong.</summary>
    public static FactorCheck Wrong => default;

    /// <summary>The code was right once, but was used already.</summary>
    public static FactorCheck Used => new(FactorCheckResult.Used);

    /// <summary>Right, used or wrong.</summary>
    public FactorCheckResult Result { get; }

    /// <summary>The new state to store, which marks the code as used; null unless the code is right.</summary>
    public byte[]? NewState { get; private init; }

    /// <summary>
    /// The <c>amr</c> values (RFC 8176) that this code earns, in place of
    /// <see cref="FactorMethodTraits.AuthenticationMethods"/>, e.g. because the authenticator verified the user. Null
    /// uses the traits.
    /// </summary>
    public IReadOnlyList<string>? AuthenticationMethods { get; private init; }

    /// <summary>
    /// A detail for the audit trail, without secrets: why the code was refused, or which authenticator answered; or
    /// null.
    /// </summary>
    public string? Detail { get; private init; }

    /// <summary>The code is right.</summary>
    /// <param name="newState">The new state to store, which marks the code as used.</param>
    public static FactorCheck Right(byte[] newState) => Right(newState, null);

    /// <summary>The code is right, with further information.</summary>
    /// <param name="newState">The new state to store, which marks the code as used.</param>
    /// <param name="authenticationMethods">
    /// The <c>amr</c> values (RFC 8176) that it earns; null uses the traits.
    /// </param>
    /// <param name="detail">A detail for the audit trail, or null.</param>
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
    /// The code is wrong, and the reason concerns this factor, e.g. the signature counter of a security key went
    /// backwards. The event names the factor and the reason.
    /// </summary>
    /// <param name="detail">The reason, for the audit trail.</param>
    public static FactorCheck Refuse(string detail)
    {
        ArgumentException.ThrowIfNullOrEmpty(detail);
        return new(FactorCheckResult.Wrong) { Detail = detail };
    }
}
