using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>Limits the requests per client address and minute, over all endpoints of the library.</summary>
internal sealed class AddressLimiter : IDisposable
{
    private const int Segments = 6;

    // A provider sends receipts from few addresses, and several per message.
    private const int ReceiptsForRequest = 50;

    private readonly PartitionedRateLimiter<HttpContext> _requests;
    private readonly PartitionedRateLimiter<HttpContext> _receipts;

    public AddressLimiter(IOptions<TwoFactorHttpOptions> options)
    {
        _requests = Create(options.Value.RequestsPerMinute);
        _receipts = Create(options.Value.RequestsPerMinute * ReceiptsForRequest);
    }

    public bool TryAcquire(HttpContext context) => TryAcquire(_requests, context, 1);

    /// <summary>Whether the address may make another request. The check itself does not count.</summary>
    public bool HasRoom(HttpContext context) => TryAcquire(_requests, context, 0);

    public bool TryAcquireReceipt(HttpContext context) => TryAcquire(_receipts, context, 1);

    public void Dispose()
    {
        _requests.Dispose();
        _receipts.Dispose();
    }

    private static PartitionedRateLimiter<HttpContext> Create(int permits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
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

    private static bool TryAcquire(PartitionedRateLimiter<HttpContext> limiter, HttpContext context, int permits)
    {
        using var lease = limiter.AttemptAcquire(context, permits);
        return lease.IsAcquired;
    }
}
