using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>What rules may know besides the account and the command: settings, methods, and now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RuleContext(
    TwoFactorOptions Options,
    FactorMethodRegistry Methods,
    DateTimeOffset Now,
    string? CorrelationId
)
{
    /// <summary>A vendor's answer to an attempt of the command, when it is applied for the second time.</summary>
    public RemoteVerdict? Remote { get; init; }
}
