using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore;

/// <summary>Hands a provider's callback to the gateway as it came.</summary>
internal static class SmsReceiptEndpoint
{
    private const int MaxBytes = 64 * 1024;

    public static RouteHandlerBuilder Map(RouteGroupBuilder group) =>
        group
            .MapPost("/{gateway}", ReceiveAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .AddEndpointFilter<FailureFilter>()
            .Describe("TwoFactorSmsReceipt", "Takes a delivery receipt of an SMS gateway.")
            .Answers(StatusCodes.Status204NoContent)
            .Refuses(
                StatusCodes.Status403Forbidden,
                StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status503ServiceUnavailable
            );

    private static async Task<IResult> ReceiveAsync(HttpContext context, string gateway)
    {
        if (context.RequestServices.GetService<ISmsReceiptService>() is not { } receipts)
            return Problems.Of(TwoFactorOutcome.NotFound);

        var request = context.Request;
        var body = await BoundedBody.ReadAsync(context, MaxBytes).ConfigureAwait(false);
        var callback = new SmsCallback
        {
            PathAndQuery = TargetOf(context),
            Headers = request.Headers.ToDictionary(
                h => h.Key,
                h => h.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            Body = body,
        };
        return
            await receipts.ReceiveAsync(gateway, callback, context.RequestAborted).ConfigureAwait(false)
            == SmsReceiptOutcome.Refused
            ? Problems.Of(StatusCodes.Status403Forbidden, "refused", "The receipt is not signed by the provider.")
            : Results.NoContent();
    }

    // As it came over the wire: a signature is over the spelling.
    private static string TargetOf(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] and var target
            ? target
            : UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path, context.Request.QueryString);
}
