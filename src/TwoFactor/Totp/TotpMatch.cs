using System.Runtime.InteropServices;

namespace TwoFactor.Otp;

/// <summary>
/// Whether a code matched, and at which step. Store the step, so that the code is not accepted again (RFC 6238 §5.2).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TotpMatch
{
    internal TotpMatch(bool isMatch, long step)
    {
        IsMatch = isMatch;
        Step = isMatch ? step : 0;
    }

    /// <summary>Whether the code belongs to a step in the window.</summary>
    public bool IsMatch { get; }

    /// <summary>The matched step, the latest if several match; 0 without a match.</summary>
    public long Step { get; }
}
