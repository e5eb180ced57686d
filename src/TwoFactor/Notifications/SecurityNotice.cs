namespace TwoFactor;

/// <summary>A security change that the user should hear of.</summary>
public sealed class SecurityNotice
{
    internal SecurityNotice(AuditEvent auditEvent, int epoch, IReadOnlyList<string> addresses)
    {
        Event = auditEvent;
        Epoch = epoch;
        Addresses = addresses;
    }

    /// <summary>The event: whom it concerns, what happened, when, and by whom.</summary>
    public AuditEvent Event { get; }

    /// <summary>
    /// The user's epoch after the change: end the sessions that were begun in an earlier one (ASVS 7.4.3).
    /// </summary>
    public int Epoch { get; }

    /// <summary>
    /// The full addresses that the user's codes went to before the change: tell the user there too, so that whoever
    /// changes an address does not hear of it alone. They are personal data; keep them out of logs.
    /// </summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Shows what happened, not whom it concerns.</summary>
    public override string ToString() => Event.ToString();
}
