using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>What a written command answers, and the message that must be sent now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Executed<TResult>(TResult Result, PreparedSend? Send = null)
{
    /// <summary>The question to a vendor that decides; the result is then what the command says the second time.</summary>
    public RemoteQuestion? Question { get; init; }

    /// <summary>Why the message may not be sent; nothing was written then.</summary>
    public SendClearance? Refusal { get; init; }
}
