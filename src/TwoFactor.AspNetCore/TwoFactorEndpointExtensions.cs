using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the library.</summary>
public static class TwoFactorEndpointExtensions
{
    private const string Tag = "TwoFactor";

    /// <summary>
    /// Maps what users do themselves: their own factors for signed-in users, by the app's default authorization policy,
    /// and under <c>/sign-in</c> what users who are half signed in need. Conventions on the result, such as another
    /// authorization policy, hold for the signed-in part; the half-signed-in part is open to whoever has a partial
    /// ticket and to nobody else. Do not put <c>RequireTwoFactor</c> on it: the step-up is among these endpoints, and
    /// each change asks for fresh proof by itself.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">Where they go. Default: <c>/two-factor</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static RouteGroupBuilder MapTwoFactor(this IEndpointRouteBuilder endpoints, string prefix = "/two-factor")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var group = Guarded(endpoints.MapGroup(prefix)).RequireAuthorization();
        UserEndpoints.Map(group.MapGroup("").Refuses401());
        SignInEndpoints.Map(group.MapGroup("/sign-in").AllowAnonymous());
        return group;
    }

    /// <summary>
    /// Maps what administrators do: policy, users, reset, temporary codes, audit trail. Besides what the host's policy
    /// asks for, administrators need a second factor of their own within <see cref="TwoFactorHttpOptions.AdminMaxAge"/>;
    /// <see cref="AllowWithoutTwoFactor{TBuilder}"/> on the result turns that off.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="authorizationPolicy">The host's authorization policy for administrators.</param>
    /// <param name="prefix">Where they go. Default: <c>/two-factor/admin</c>.</param>
    /// <exception cref="ArgumentException">The policy has no name.</exception>
    public static RouteGroupBuilder MapTwoFactorAdmin(
        this IEndpointRouteBuilder endpoints,
        string authorizationPolicy,
        string prefix = "/two-factor/admin"
    )
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(authorizationPolicy);
        ArgumentNullException.ThrowIfNull(prefix);
        ThrowIfUnknown(endpoints, authorizationPolicy);
        var group = Guarded(endpoints.MapGroup(prefix)).RequireAuthorization(authorizationPolicy);
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<TwoFactorHttpOptions>>();
        AdminSecondFactor.Require(group, options.Value.AdminMaxAge);
        AdminEndpoints.Map(group.MapGroup("").Refuses401().AddEndpointFilter<RouteGroupBuilder, OneUserFilter>());
        return group;
    }

    // Else each request would be an error. A provider of the host's own that has to ask elsewhere is not waited for.
    private static void ThrowIfUnknown(IEndpointRouteBuilder endpoints, string authorizationPolicy)
    {
        var policies = endpoints.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>();
        if (policies.GetPolicyAsync(authorizationPolicy) is { IsCompletedSuccessfully: true, Result: null })
            throw new InvalidOperationException(
                $"MapTwoFactorAdmin() names the authorization policy '{authorizationPolicy}', and there is none. Add it with "
                    + $"AddAuthorizationBuilder().AddPolicy(\"{authorizationPolicy}\", …), or correct the name."
            );
    }

    /// <summary>
    /// Lets administrators in whom the host's policy lets in, whether or not they have passed a second factor. For hosts
    /// whose administrators are signed in by others, with Negotiate or certificates, and pass their second factor there.
    /// </summary>
    /// <typeparam name="TBuilder">What conventions are put on.</typeparam>
    /// <param name="builder">What <see cref="MapTwoFactorAdmin"/> returned.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TBuilder AllowWithoutTwoFactor<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(AdminSecondFactor.Remove);
        return builder;
    }

    /// <summary>
    /// Maps the callbacks of gateways, of whatever method: <c>POST {prefix}/{gateway}</c>. They are open to all; the
    /// gateway checks the provider's signature over the request. 404 where no method takes receipts.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">
    /// Where they go; tell each provider the public URL of it. Default: <c>/two-factor/receipts</c>.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IEndpointConventionBuilder MapDeliveryReceipts(
        this IEndpointRouteBuilder endpoints,
        string prefix = "/two-factor/receipts"
    ) => MapReceipts(endpoints, prefix, "TwoFactorDeliveryReceipt");

    /// <summary>
    /// <see cref="MapDeliveryReceipts"/> at the URL that the HTTP contract has for gateways of SMS.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">
    /// Where they go; the public URL of it is what <c>TwoFactor:Twilio:ReceiptUrl</c> names. Default:
    /// <c>/two-factor/sms-receipts</c>.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IEndpointConventionBuilder MapSmsReceipts(
        this IEndpointRouteBuilder endpoints,
        string prefix = "/two-factor/sms-receipts"
    ) => MapReceipts(endpoints, prefix, "TwoFactorSmsReceipt");

    /// <summary>
    /// Lets only sessions in that passed a second factor, lately or ever; a trusted device does not do (step-up).
    /// Others get 403 with <c>reauthentication_required</c>, or browsers the page of
    /// <see cref="TwoFactorHttpOptions.StepUpPath"/>.
    /// </summary>
    /// <typeparam name="TBuilder">What conventions are put on.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="maxAge">How long ago at the most; null for any time in this session.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is not positive.</exception>
    public static TBuilder RequireTwoFactor<TBuilder>(this TBuilder builder, TimeSpan? maxAge = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireTwoFactor(maxAge));

    /// <inheritdoc cref="RequireTwoFactor{TBuilder}(TBuilder, TimeSpan?)"/>
    /// <param name="policy">The authorization policy.</param>
    /// <param name="maxAge">How long ago at the most; null for any time in this session.</param>
    public static AuthorizationPolicyBuilder RequireTwoFactor(
        this AuthorizationPolicyBuilder policy,
        TimeSpan? maxAge = null
    )
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireAuthenticatedUser().AddRequirements(new TwoFactorRequirement(maxAge));
    }

    /// <summary>
    /// Lets only sessions in that passed a second factor as the requirement asks for: lately, by certain methods, or
    /// without a backup code. Others are answered as by <see cref="RequireTwoFactor{TBuilder}(TBuilder, TimeSpan?)"/>.
    /// </summary>
    /// <typeparam name="TBuilder">What conventions are put on.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="requirement">What is asked for.</param>
    /// <exception cref="ArgumentNullException">The requirement is null.</exception>
    public static TBuilder RequireTwoFactor<TBuilder>(this TBuilder builder, TwoFactorRequirement requirement)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return builder.RequireAuthorization(policy => policy.RequireTwoFactor(requirement));
    }

    /// <inheritdoc cref="RequireTwoFactor{TBuilder}(TBuilder, TwoFactorRequirement)"/>
    /// <param name="policy">The authorization policy.</param>
    /// <param name="requirement">What is asked for.</param>
    public static AuthorizationPolicyBuilder RequireTwoFactor(
        this AuthorizationPolicyBuilder policy,
        TwoFactorRequirement requirement
    )
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(requirement);
        return policy.RequireAuthenticatedUser().AddRequirements(requirement);
    }

    private static RouteHandlerBuilder MapReceipts(IEndpointRouteBuilder endpoints, string prefix, string name)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        return DeliveryReceiptEndpoint.Map(endpoints.MapGroup(prefix), name).WithTags(Tag);
    }

    private static RouteGroupBuilder Guarded(RouteGroupBuilder group) =>
        group
            .WithTags(Tag)
            .WithMetadata(TwoFactorEndpoint.Mark)
            .WithMetadata(new OutputCacheAttribute { NoStore = true })
            .DisableCookieRedirect()
            .AddEndpointFilter<RouteGroupBuilder, LimitFilter>()
            .AddEndpointFilter<RouteGroupBuilder, FailureFilter>()
            .AddEndpointFilter<RouteGroupBuilder, CrossSiteFilter>()
            .WithMetadata(
                new ProducesResponseTypeMetadata(
                    StatusCodes.Status403Forbidden,
                    typeof(ProblemAnswer),
                    [Problems.ContentType]
                )
            )
            .WithMetadata(
                new ProducesResponseTypeMetadata(
                    StatusCodes.Status429TooManyRequests,
                    typeof(ProblemAnswer),
                    [Problems.ContentType]
                )
            )
            .WithMetadata(
                new ProducesResponseTypeMetadata(
                    StatusCodes.Status503ServiceUnavailable,
                    typeof(ProblemAnswer),
                    [Problems.ContentType]
                )
            );

    private static RouteGroupBuilder Refuses401(this RouteGroupBuilder group) =>
        group.WithMetadata(
            new ProducesResponseTypeMetadata(
                StatusCodes.Status401Unauthorized,
                typeof(ProblemAnswer),
                [Problems.ContentType]
            )
        );
}
