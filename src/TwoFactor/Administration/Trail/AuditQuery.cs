namespace TwoFactor.Administration;

/// <summary>Which events an administrator wants to see, newest first.</summary>
public sealed class AuditQuery
{
    /// <summary>The user, <see cref="AuditEvent.PolicyTrail"/> for the policy, or null for all.</summary>
    public string? UserId { get; init; }

    /// <summary>Events of this type only, one of <see cref="AuditEventTypes"/>; null for all.</summary>
    public string? Type { get; init; }

    /// <summary>The last event of the previous page; null for the first page.</summary>
    public AuditPosition? Before { get; init; }

    /// <summary>The most events to return. Default: 50; 1 to 500.</summary>
    public int Take { get; init; } = 50;
}
