using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// How many changes a user, or a ticket, makes in a minute, whatever addresses they come from: each is a write and an
/// event of the trail, whether it asks for a proof or not.
/// </summary>
internal sealed class ChangeLimiter : IDisposable
{
    /// <summary>What whoever is refused is told to wait.</summary>
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

    /// <summary>Takes one change of a signed-in user.</summary>
    public bool TryAcquireOfUser(string userId) => TryAcquire($"user {userId}");

    /// <summary>Takes one change of a sign-in that waits.</summary>
    public bool TryAcquireOfTicket(string ticket) => TryAcquire($"ticket {ticket}");

    public void Dispose() => _limiter.Dispose();

    private bool TryAcquire(string key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }
}
