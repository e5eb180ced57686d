using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>
/// The data of an event before it gets its place in a trail. See <see cref="AuditEvent"/> for the members.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AuditEntry
{
    public required string Type { get; init; }

    public string? FactorId { get; init; }

    public string? Method { get; init; }

    public string? Outcome { get; init; }

    public string? Detail { get; init; }

    public string? Actor { get; init; }

    public string? Reason { get; init; }
}
