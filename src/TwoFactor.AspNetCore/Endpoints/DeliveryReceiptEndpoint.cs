using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore;

/// <summary>Passes a provider's callback to its gateway, unchanged.</summary>
internal static class DeliveryReceiptEndpoint
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxQuery = 4 * 1024;

    // A real callback has about twenty fields.
    private const int MaxFields = 100;

    public static RouteHandlerBuilder Map(RouteGroupBuilder group, string name) =>
        group
            .MapPost("/{gateway}", ReceiveAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .AddEndpointFilter<ReceiptLimitFilter>()
            .AddEndpointFilter<FailureFilter>()
            .Describe(name, "Takes a delivery receipt of a gateway.")
            .Answers(StatusCodes.Status204NoContent)
            .Refuses(
                StatusCodes.Status403Forbidden,
                StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status414UriTooLong,
                StatusCodes.Status429TooManyRequests,
                StatusCodes.Status503ServiceUnavailable
            );

    private static async Task<IResult> ReceiveAsync(HttpContext context, string gateway)
    {
        var services = context.RequestServices;
        if (!services.GetServices<IDeliveryReceiptReader>().Any())
            return Problems.Of(TwoFactorOutcome.NotFound);

        // The caller is not authenticated. So the size is limited before the signature is checked.
        var request = context.Request;
        var target = TargetOf(context);
        if (target.Length > MaxQuery || FieldsOf(target) > MaxFields)
            return TooLong(StatusCodes.Status414UriTooLong);

        var body = await BoundedBody.ReadAsync(context, MaxBytes).ConfigureAwait(false);
        if (!IsJson(request) && FieldsOf(body.Span) > MaxFields)
            return TooLong(StatusCodes.Status413PayloadTooLarge);

        var callback = new DeliveryCallback
        {
            PathAndQuery = target,
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

    private static IResult TooLong(int status) =>
        Problems.Of(status, TwoFactorOutcome.InvalidInput.ToCode(), "The receipt is too long, or has too many fields.");

    private static bool IsJson(HttpRequest request) =>
        request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is true;

    private static int FieldsOf(ReadOnlySpan<char> query) => query.Count('&') + 1;

    private static int FieldsOf(ReadOnlySpan<byte> form) => form.Count((byte)'&') + 1;

    // The URL as received: the signature depends on its exact spelling.
    private static string TargetOf(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] and var target
            ? target
            : UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path, context.Request.QueryString);
}
