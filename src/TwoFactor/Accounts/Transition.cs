using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>What a command makes of an account: the next account, or none if nothing changes; the answer; the events that explain the change.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Transition<TResult>(TwoFactorAccount? Next, TResult Result, IReadOnlyList<AuditEvent> Events);
