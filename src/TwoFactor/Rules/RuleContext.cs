using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>
/// What rules know in addition to the account and the command: settings, methods, and the current time.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RuleContext(
    TwoFactorOptions Options,
    FactorMethodRegistry Methods,
    DateTimeOffset Now,
    string? CorrelationId
)
{
    /// <summary>
    /// The version of the record that the command is applied to. No two writes of a record start from one.
    /// </summary>
    public long Version { get; init; }

    /// <summary>The vendor's answer, when the command is applied for the second time.</summary>
    public RemoteVerdict? Remote { get; init; }
}
