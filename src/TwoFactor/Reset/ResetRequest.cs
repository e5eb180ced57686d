namespace TwoFactor;

/// <summary>An administrator's request for a user who lost the authenticator.</summary>
public sealed class ResetRequest
{
    /// <summary>The longest actor's name: 256 characters.</summary>
    public const int MaxActorLength = AuditText.MaxActorLength;

    /// <summary>The longest reason: 1,000 characters.</summary>
    public const int MaxReasonLength = AuditText.MaxReasonLength;

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The administrator's own user id. Administrators cannot do this to themselves.</summary>
    public required string Actor { get; init; }

    /// <summary>The reason for the audit trail.</summary>
    public required string Reason { get; init; }

    internal void ThrowIfBad()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Reason);
        AuditText.ThrowIfBad(Actor, Reason);
    }
}
