using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Turns exceptions into answers. Failures of infrastructure are logged and answered with 503. A body that is not valid
/// JSON of the contract is answered with a 4xx status.
/// </summary>
internal sealed class FailureFilter(ILogger<FailureFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.StoreFailed(e);
            return Problems.Unavailable;
        }
        catch (PlainTextException e)
        {
            return Problems.Of(TwoFactorOutcome.InvalidInput, message: e.Message);
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            var status = e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
            return Problems.Of(
                status,
                TwoFactorOutcome.InvalidInput.ToCode(),
                status == StatusCodes.Status413PayloadTooLarge
                    ? "The body is too long."
                    : "The body is not the JSON that is asked for."
            );
        }
    }
}
