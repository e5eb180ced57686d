using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The limit of the address, for callbacks of providers: refusals count like requests of anybody, authentic ones do not,
/// since a provider sends from few addresses. And there is a bound on all of them.
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
