using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>The answer of a command after its write, and the message to send now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Executed<TResult>(TResult Result, PreparedSend? Send = null)
{
    /// <summary>
    /// The question to a vendor, or null. Its answer decides when the command is applied for the second time.
    /// </summary>
    public RemoteQuestion? Question { get; init; }

    /// <summary>Why the message may not be sent, or null. If set, nothing was written.</summary>
    public SendClearance? Refusal { get; init; }
}
