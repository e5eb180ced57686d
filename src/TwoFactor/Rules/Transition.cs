using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>
/// What a command makes of an account: the next account, or none if nothing changes; the answer; the events that
/// explain the change.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Transition<TResult>(
    TwoFactorAccount? Next,
    TResult Result,
    IReadOnlyList<AuditEvent> Events
)
{
    /// <summary>The message that must be sent once this is written, and permitted before; or null.</summary>
    public PreparedSend? Send { get; init; }

    /// <summary>
    /// The question to a vendor that decides; the result is then what the command says the second time. Or null.
    /// </summary>
    public RemoteQuestion? Question { get; init; }

    /// <summary>The sent code that this accepts; or null.</summary>
    public AcceptedSend? Accepted { get; init; }
}
