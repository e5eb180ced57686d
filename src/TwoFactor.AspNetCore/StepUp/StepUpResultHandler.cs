using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Handles requests that fail only for a missing second factor: browsers are redirected to the host's page, other
/// clients get the problem. Everything else goes to the host's handler.
/// </summary>
internal sealed class StepUpResultHandler(
    IAuthorizationMiddlewareResultHandler inner,
    IOptions<TwoFactorHttpOptions> options
) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        ArgumentNullException.ThrowIfNull(authorizeResult);
        var isStepUp =
            authorizeResult.Forbidden
            && authorizeResult.AuthorizationFailure?.FailedRequirements.All(r => r is TwoFactorRequirement) == true
            && authorizeResult.AuthorizationFailure.FailedRequirements.Any();
        if (!isStepUp)
        {
            if (authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<TwoFactorEndpoint>() is null)
                await inner.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
            else
                await RefuseAsync(context, authorizeResult.Challenged).ConfigureAwait(false);

            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        if (options.Value.StepUpPath is { } path && IsPageRequest(context.Request))
        {
            var returnUrl = UriHelper.BuildRelative(
                context.Request.PathBase,
                context.Request.Path,
                context.Request.QueryString
            );
            context.Response.Redirect($"{context.Request.PathBase}{path}?returnUrl={Uri.EscapeDataString(returnUrl)}");
            return;
        }

        await Problems
            .Of(
                TwoFactorOutcome.ReauthenticationRequired,
                message: Describe(authorizeResult.AuthorizationFailure!.FailedRequirements),
                missing: [TwoFactorSession.SecondFactor]
            )
            .ExecuteAsync(context)
            .ConfigureAwait(false);
    }

    private static string Describe(IEnumerable<IAuthorizationRequirement> failed)
    {
        var asked = failed.OfType<TwoFactorRequirement>().ToList();
        var methods = asked.SelectMany(r => r.Methods).Distinct(StringComparer.Ordinal).ToList();
        return "This asks for a second factor anew: POST step-up/challenge and step-up/verify."
            + (methods.Count == 0 ? "" : $" It has to be one of: {string.Join(", ", methods)}.")
            + (asked.Exists(r => r.IsPhishingResistant) ? " It has to resist phishing, as a passkey does." : "")
            + (asked.TrueForAll(r => r.AllowBackupCodes) ? "" : " A recovery or temporary code does not do.");
    }

    // The library's own endpoints answer as the contract says. A scheme would redirect a program to a sign-in page.
    private static Task RefuseAsync(HttpContext context, bool isChallenged)
    {
        context.Response.Headers.CacheControl = "no-store";
        return (isChallenged ? Problems.SignInRequired : Problems.NotAllowed).ExecuteAsync(context);
    }

    private static bool IsPageRequest(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request
            .GetTypedHeaders()
            .Accept.Any(a => a.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
