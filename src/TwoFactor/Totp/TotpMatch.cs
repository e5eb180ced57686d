using System.Runtime.InteropServices;

namespace TwoFactor.Otp;

/// <summary>
/// Whether a code matched, and at which step: the step that must be remembered so that the code is not accepted again
/// (RFC 6238 §5.2).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TotpMatch
{
    internal TotpMatch(bool isMatch, long step)
    {
        IsMatch = isMatch;
        Step = isMatch ? step : 0;
    }

    /// <summary>Whether the code is that of one of the steps in the window.</summary>
    public bool IsMatch { get; }

    /// <summary>The matched step, the greatest if several match; 0 without a match.</summary>
    public long Step { get; }
}
