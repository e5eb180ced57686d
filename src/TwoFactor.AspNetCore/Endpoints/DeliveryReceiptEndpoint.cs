using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore;

/// <summary>Hands a provider's callback to the gateway as it came.</summary>
internal static class DeliveryReceiptEndpoint
{
    private const int MaxBytes = 64 * 1024;

    public static RouteHandlerBuilder Map(RouteGroupBuilder group, string name) =>
        group
            .MapPost("/{gateway}", ReceiveAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .AddEndpointFilter<FailureFilter>()
            .Describe(name, "Takes a delivery receipt of a gateway.")
            .Answers(StatusCodes.Status204NoContent)
            .Refuses(
                StatusCodes.Status403Forbidden,
                StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status503ServiceUnavailable
            );

    private static async Task<IResult> ReceiveAsync(HttpContext context, string gateway)
    {
        var services = context.RequestServices;
        if (!services.GetServices<IDeliveryReceiptReader>().Any())
            return Problems.Of(TwoFactorOutcome.NotFound);

        var request = context.Request;
        var body = await BoundedBody.ReadAsync(context, MaxBytes).ConfigureAwait(false);
        var callback = new DeliveryCallback
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
            await services
                .GetRequiredService<IDeliveryReceiptService>()
                .ReceiveAsync(gateway, callback, context.RequestAborted)
                .ConfigureAwait(false) == DeliveryReceiptOutcome.Refused
            ? Problems.Of(StatusCodes.Status403Forbidden, "refused", "The receipt is not signed by the provider.")
            : Results.NoContent();
    }

    // As it came over the wire: a signature is over the spelling.
    private static string TargetOf(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] and var target
            ? target
            : UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path, context.Request.QueryString);
}
