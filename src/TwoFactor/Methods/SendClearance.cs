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

    /// <summary>It may.</summary>
    public static SendClearance Granted { get; } = new(null, null, null);

    /// <summary>Whether it may.</summary>
    public bool IsGranted => Reason is null;

    /// <summary>
    /// Why not, in snake case, for events and metrics: few values, and none that names a user. Null if it may.
    /// </summary>
    public string? Reason { get; }

    /// <summary>When it may be asked again; null if that is not known.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>It may, and what was reserved for it can be given back.</summary>
    /// <param name="giveBack">
    /// Called when another request was faster and this one sends nothing. Never called once a message may have left,
    /// nor when the process dies.
    /// </param>
    public static SendClearance Grant(Func<CancellationToken, ValueTask> giveBack)
    {
        ArgumentNullException.ThrowIfNull(giveBack);
        return new(null, null, giveBack);
    }

    /// <summary>Refuses; the caller is told no more than "throttled".</summary>
    /// <param name="reason">Why, in snake case.</param>
    /// <param name="retryAfter">When to ask again, or null.</param>
    public static SendClearance Refuse(string reason, TimeSpan? retryAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new(reason, retryAfter, null);
    }

    internal ValueTask GiveBackAsync(CancellationToken cancellationToken) =>
        _giveBack?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
}
