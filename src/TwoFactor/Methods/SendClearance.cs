namespace TwoFactor.Methods;

/// <summary>Whether a code may be sent now.</summary>
public sealed class SendClearance
{
    private readonly Func<CancellationToken, ValueTask>? _giveBack;

    private SendClearance(string? reason, TimeSpan? retryAfter, Func<CancellationToken, ValueTask>? giveBack)
    {
        Reason = reason;
        RetryAfter = retryAfter;
        _giveBack = giveBack;
    }

    /// <summary>The code may be sent.</summary>
    public static SendClearance Granted { get; } = new(null, null, null);

    /// <summary>Whether the code may be sent.</summary>
    public bool IsGranted => Reason is null;

    /// <summary>
    /// The reason for a refusal in snake case, for events and metrics: few values, and none identifies a user. Null if
    /// granted.
    /// </summary>
    public string? Reason { get; }

    /// <summary>How long to wait before asking again; null if unknown.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The code may be sent, and the reservation for it can be released.</summary>
    /// <param name="giveBack">
    /// Releases the reservation. Called if a concurrent request won and this one sends nothing. Not called once the
    /// message may have been sent, nor if the process dies.
    /// </param>
    public static SendClearance Grant(Func<CancellationToken, ValueTask> giveBack)
    {
        ArgumentNullException.ThrowIfNull(giveBack);
        return new(null, null, giveBack);
    }

    /// <summary>The code may not be sent. The caller is told only "throttled".</summary>
    /// <param name="reason">The reason in snake case.</param>
    /// <param name="retryAfter">How long to wait before asking again, or null.</param>
    public static SendClearance Refuse(string reason, TimeSpan? retryAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(reason, retryAfter, null);
    }

    internal ValueTask GiveBackAsync(CancellationToken cancellationToken) =>
        _giveBack?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
}
