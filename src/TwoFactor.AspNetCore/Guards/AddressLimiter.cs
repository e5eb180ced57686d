using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>How many requests an address makes in a minute, over all endpoints of the library.</summary>
internal sealed class AddressLimiter : IDisposable
{
    private const int Segments = 6;

    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    public AddressLimiter(IOptions<TwoFactorHttpOptions> options)
    {
        var permits = options.Value.RequestsPerMinute;
        _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetSlidingWindowLimiter(
            NetworkOf(context.Connection.RemoteIpAddress),
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = Segments, QueueLimit = 0 }));
    }

    public bool TryAcquire(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>An IPv4 address, or the network of 64 bits that one customer has with IPv6.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }
}
