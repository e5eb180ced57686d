using System.Threading.RateLimiting;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Limits how often a session may type its user's password. The host's own check should count failures; where it does
/// not, whoever has a session alone could guess the password here.
/// </summary>
internal sealed class PasswordLimiter : IDisposable
{
    public const int Tries = 10;

    /// <summary>The time within which that many are allowed.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int Segments = 10;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        userId =>
            RateLimitPartition.GetSlidingWindowLimiter(
                userId,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = Tries,
                    Window = Window,
                    SegmentsPerWindow = Segments,
                    QueueLimit = 0,
                }
            ),
        StringComparer.Ordinal
    );

    /// <summary>The wait that a refused user is told.</summary>
    public static TimeSpan Wait => Window / Segments;

    public bool TryAcquire(string userId)
    {
        using var lease = _limiter.AttemptAcquire(userId);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
