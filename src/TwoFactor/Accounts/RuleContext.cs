using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>What rules may know besides the account and the command: settings, methods, and now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RuleContext(TwoFactorOptions Options, FactorMethodRegistry Methods, DateTimeOffset Now, string? CorrelationId);
