using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>
/// The result of applying a command: the next account (none if nothing changes), the answer, and the events that
/// explain the change.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Transition<TResult>(
    TwoFactorAccount? Next,
    TResult Result,
    IReadOnlyList<AuditEvent> Events
)
{
    /// <summary>The message to send after this is written, once clearance was given; or null.</summary>
    public PreparedSend? Send { get; init; }

    /// <summary>
    /// The question to a vendor, or null. The vendor's answer decides when the command is applied for the second time.
    /// </summary>
    public RemoteQuestion? Question { get; init; }

    /// <summary>The sent code that this accepts, or null.</summary>
    public AcceptedSend? Accepted { get; init; }
}
