using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The limits for callbacks of providers. Refused callbacks count for the limit per address, like any request.
/// Authentic ones do not, because a provider sends from few addresses; a separate limit bounds all callbacks.
/// </summary>
internal sealed class ReceiptLimitFilter(AddressLimiter limiter) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!limiter.HasRoom(http) || !limiter.TryAcquireReceipt(http))
            return LimitFilter.TooMany;

        var result = await next(context).ConfigureAwait(false);
        if (result is IStatusCodeHttpResult { StatusCode: >= 400 and < 500 })
            limiter.TryAcquire(http);

        return result;
    }
}
