namespace TwoFactor;

/// <summary>A security change that the user should be notified of.</summary>
public sealed class SecurityNotice
{
    internal SecurityNotice(AuditEvent auditEvent, int epoch, IReadOnlyList<string> addresses)
    {
        Event = auditEvent;
        Epoch = epoch;
        Addresses = addresses;
    }

    /// <summary>The event: which user, what happened, when, and who did it.</summary>
    public AuditEvent Event { get; }

    /// <summary>The user's epoch after the change. End sessions that began in an earlier epoch (ASVS 7.4.3).</summary>
    public int Epoch { get; }

    /// <summary>
    /// The full addresses that the user's codes were sent to before the change. Notify the user there too: otherwise an
    /// attacker who changes an address would be the only one notified. The addresses are personal data; keep them out
    /// of logs.
    /// </summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Shows what happened, not to whom.</summary>
    public override string ToString() => Event.ToString();
}
