namespace TwoFactor;

/// <summary>Whether a code may be sent now.</summary>
public sealed class SendClearance
{
    private SendClearance(string? reason, TimeSpan? retryAfter)
    {
        Reason = reason;
        RetryAfter = retryAfter;
    }

    /// <summary>It may.</summary>
    public static SendClearance Granted { get; } = new(null, null);

    /// <summary>Whether it may.</summary>
    public bool IsGranted => Reason is null;

    /// <summary>Why not, in snake case, for events and metrics: few values, and none that names a user. Null if it may.</summary>
    public string? Reason { get; }

    /// <summary>When it may be asked again; null if that is not known.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Refuses; the caller is told no more than "throttled".</summary>
    /// <param name="reason">Why, in snake case.</param>
    /// <param name="retryAfter">When to ask again, or null.</param>
    public static SendClearance Refuse(string reason, TimeSpan? retryAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(reason, retryAfter);
    }
}
