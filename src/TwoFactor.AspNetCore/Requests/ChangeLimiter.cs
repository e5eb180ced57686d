using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Limits the changes per user, or per ticket, and minute, from all addresses together. Each change writes to the store
/// and to the audit trail, whether it needs a proof or not.
/// </summary>
internal sealed class ChangeLimiter : IDisposable
{
    /// <summary>The wait that a refused caller is told.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private const int Segments = 6;

    private readonly PartitionedRateLimiter<string> _limiter;

    public ChangeLimiter(IOptions<TwoFactorHttpOptions> options)
    {
        var permits = options.Value.ChangesPerMinute;
        _limiter = PartitionedRateLimiter.Create<string, string>(
            key =>
                RateLimitPartition.GetSlidingWindowLimiter(
                    key,
                    _ => new SlidingWindowRateLimiterOptions
                    {
                        PermitLimit = permits,
                        Window = TimeSpan.FromMinutes(1),
                        SegmentsPerWindow = Segments,
                        QueueLimit = 0,
                    }
                ),
            StringComparer.Ordinal
        );
    }

    /// <summary>Takes one change for a signed-in user.</summary>
    public bool TryAcquireOfUser(string userId) => TryAcquire($"user {userId}");

    /// <summary>Takes one change for a partial sign-in.</summary>
    public bool TryAcquireOfTicket(string ticket) => TryAcquire($"ticket {ticket}");

    public void Dispose() => _limiter.Dispose();

    private bool TryAcquire(string key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }
}
