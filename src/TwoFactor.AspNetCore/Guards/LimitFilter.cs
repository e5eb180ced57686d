using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>Applies the limit per address before any other work, and forbids caches to store the answer.</summary>
internal sealed class LimitFilter(AddressLimiter limiter) : IEndpointFilter
{
    private const int WaitSeconds = 10;

    public static IResult TooMany { get; } =
        Problems.Of(
            StatusCodes.Status429TooManyRequests,
            TwoFactorOutcome.Throttled.ToCode(),
            "Too many requests from this address.",
            retryAfter: WaitSeconds
        );

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return limiter.TryAcquire(context.HttpContext) ? await next(context).ConfigureAwait(false) : TooMany;
    }
}
