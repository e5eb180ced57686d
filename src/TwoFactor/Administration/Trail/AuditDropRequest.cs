namespace TwoFactor.Administration;

/// <summary>Which audit events to drop by their age, by whom and why.</summary>
public sealed class AuditDropRequest
{
    /// <summary>The age from which events are dropped; at least 1 day. PCI DSS 10.5.1 asks for twelve months.</summary>
    public required TimeSpan OlderThan { get; init; }

    /// <summary>The administrator, or the process, that drops them.</summary>
    public required string Actor { get; init; }

    /// <summary>Why, for the trail of the policy.</summary>
    public required string Reason { get; init; }

    internal void ThrowIfBad()
    {
        AuditText.ThrowIfBad(Actor, Reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(Reason);
        if (OlderThan < TwoFactorOptions.MinAuditRetention)
            throw new ArgumentOutOfRangeException(
                nameof(OlderThan),
                $"Events are dropped at an age of 1 day or more; {OlderThan} was asked for."
            );
    }
}
