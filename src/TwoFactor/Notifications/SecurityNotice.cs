namespace TwoFactor;

/// <summary>A security change that the user should hear of.</summary>
public sealed class SecurityNotice
{
    internal SecurityNotice(AuditEvent auditEvent, int epoch)
    {
        Event = auditEvent;
        Epoch = epoch;
    }

    /// <summary>The event: whom it concerns, what happened, when, and by whom.</summary>
    public AuditEvent Event { get; }

    /// <summary>The user's epoch after the change: end the sessions that were begun in an earlier one (ASVS 7.4.3).</summary>
    public int Epoch { get; }
}
