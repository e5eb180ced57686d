namespace TwoFactor.Simulation;

/// <summary>A write that the store took, in the order in which it took them.</summary>
internal sealed record Commit(int Index, AccountKey Key, AccountRow Row, IReadOnlyList<AuditEvent> Events);
