namespace TwoFactor.Stores;

/// <summary>Whether permits were granted, and if not, which was refused.</summary>
public sealed class QuotaDecision
{
    private QuotaDecision(QuotaPermit? refused, TimeSpan? retryAfter)
    {
        Refused = refused;
        RetryAfter = retryAfter;
    }

    /// <summary>All permits were taken.</summary>
    public static QuotaDecision Granted { get; } = new(null, null);

    /// <summary>Whether all permits were taken.</summary>
    public bool IsGranted => Refused is null;

    /// <summary>The first permit, in the order asked for, whose bucket has no room; null if granted.</summary>
    public QuotaPermit? Refused { get; }

    /// <summary>
    /// The time until all permits can be granted, if nobody takes more. Null if granted, or if they never can be.
    /// </summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Refuses: no permit was taken.</summary>
    /// <param name="permit">The first permit whose bucket has no room.</param>
    /// <param name="retryAfter">The time until all permits can be granted; null if they never can be.</param>
    public static QuotaDecision Refuse(QuotaPermit permit, TimeSpan? retryAfter)
    {
        ArgumentNullException.ThrowIfNull(permit);
        return new(permit, retryAfter);
    }
}
