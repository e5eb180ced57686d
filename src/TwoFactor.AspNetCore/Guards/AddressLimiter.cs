using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>How many requests an address makes in a minute, over all endpoints of the library.</summary>
internal sealed class AddressLimiter : IDisposable
{
    private const int Segments = 6;

    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    public AddressLimiter(IOptions<TwoFactorHttpOptions> options)
    {
        var permits = options.Value.RequestsPerMinute;
        _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetSlidingWindowLimiter(
                RequestOrigins.Of(context).Network ?? "unknown",
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = permits,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = Segments,
                    QueueLimit = 0,
                }
            )
        );
    }

    public bool TryAcquire(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
