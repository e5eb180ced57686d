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
    /// Maps the endpoints for users: their own factors for signed-in users, under the app's default authorization
    /// policy; and, under <c>/sign-in</c>, what a partial sign-in needs. Conventions on the result, e.g. another
    /// authorization policy, apply to the signed-in part. The <c>/sign-in</c> part is open to holders of a partial
    /// ticket only. Do not put <c>RequireTwoFactor</c> on it: the step-up endpoints are among these, and each change
    /// requires fresh proof anyway.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">The path prefix. Default: <c>/two-factor</c>.</param>
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
    /// Maps the endpoints for administrators: policy, users, reset, temporary codes, audit trail. In addition to the
    /// host's policy, administrators must have passed a second factor within
    /// <see cref="TwoFactorHttpOptions.AdminMaxAge"/>; <see cref="AllowWithoutTwoFactor{TBuilder}"/> on the result
    /// turns that off.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="authorizationPolicy">The host's authorization policy for administrators.</param>
    /// <param name="prefix">The path prefix. Default: <c>/two-factor/admin</c>.</param>
    /// <exception cref="ArgumentException">The authorization policy has no name.</exception>
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
        AdminEndpoints.Map(
            group
                .MapGroup("")
                .Refuses401()
                .AddEndpointFilter<RouteGroupBuilder, OneUserFilter>()
                .AddEndpointFilter<RouteGroupBuilder, NotToEnrollFilter>()
        );
        return group;
    }

    // Else each request would be an error. A provider of the host's own that has to ask elsewhere is not waited for.
    private static void ThrowIfUnknown(IEndpointRouteBuilder endpoints, string authorizationPolicy)
    {
        var policies = endpoints.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>();
        var found = policies.GetPolicyAsync(authorizationPolicy);
#pragma warning disable RS0030 // The task is complete.
        if (found.IsCompletedSuccessfully && found.Result is null)
#pragma warning restore RS0030
            throw new InvalidOperationException(
                $"MapTwoFactorAdmin() names the authorization policy '{authorizationPolicy}', and there is "
                    + "none. Add it with "
                    + $"AddAuthorizationBuilder().AddPolicy(\"{authorizationPolicy}\", …), or correct the name."
            );
    }

    /// <summary>
    /// Lets the host's authorization policy alone decide about administrators, without a second factor here. For hosts
    /// whose administrators sign in elsewhere, with Negotiate or certificates, and pass their second factor there.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The result of <see cref="MapTwoFactorAdmin"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TBuilder AllowWithoutTwoFactor<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(AdminSecondFactor.Remove);
        return builder;
    }

    /// <summary>
    /// Maps the callbacks for delivery receipts of all gateways, of whatever method: <c>POST {prefix}/{gateway}</c>.
    /// They need no authentication; the gateway checks the provider's signature. The answer is 404 if no method has
    /// receipts.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">
    /// The path prefix. Give each provider the public URL. Default: <c>/two-factor/receipts</c>.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IEndpointConventionBuilder MapDeliveryReceipts(
        this IEndpointRouteBuilder endpoints,
        string prefix = "/two-factor/receipts"
    ) => MapReceipts(endpoints, prefix, "TwoFactorDeliveryReceipt");

    /// <summary>
    /// Maps <see cref="MapDeliveryReceipts"/> at the path that the HTTP contract has for SMS gateways.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">
    /// The path prefix. <c>TwoFactor:Twilio:ReceiptUrl</c> is its public URL. Default: <c>/two-factor/sms-receipts</c>.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IEndpointConventionBuilder MapSmsReceipts(
        this IEndpointRouteBuilder endpoints,
        string prefix = "/two-factor/sms-receipts"
    ) => MapReceipts(endpoints, prefix, "TwoFactorSmsReceipt");

    /// <summary>
    /// Allows only sessions that have passed a second factor, at any time or recently. A trusted device does not
    /// replace it (step-up). Others get 403 with <c>reauthentication_required</c>; browsers are redirected to
    /// <see cref="TwoFactorHttpOptions.StepUpPath"/>.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="maxAge">The highest allowed age of the second factor; null for any time in this session.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is not positive.</exception>
    public static TBuilder RequireTwoFactor<TBuilder>(this TBuilder builder, TimeSpan? maxAge = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireTwoFactor(maxAge));

    /// <inheritdoc cref="RequireTwoFactor{TBuilder}(TBuilder, TimeSpan?)"/>
    /// <param name="policy">The authorization policy.</param>
    /// <param name="maxAge">The highest allowed age of the second factor; null for any time in this session.</param>
    public static AuthorizationPolicyBuilder RequireTwoFactor(
        this AuthorizationPolicyBuilder policy,
        TimeSpan? maxAge = null
    )
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireAuthenticatedUser().AddRequirements(new TwoFactorRequirement(maxAge));
    }

    /// <summary>
    /// Allows only sessions that have passed a second factor as the requirement says: recently, with certain methods,
    /// or without a backup code. Others are answered as by
    /// <see cref="RequireTwoFactor{TBuilder}(TBuilder, TimeSpan?)"/>.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the convention builder.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="requirement">The requirement.</param>
    /// <exception cref="ArgumentNullException">The requirement is null.</exception>
    public static TBuilder RequireTwoFactor<TBuilder>(this TBuilder builder, TwoFactorRequirement requirement)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return builder.RequireAuthorization(policy => policy.RequireTwoFactor(requirement));
    }

    /// <inheritdoc cref="RequireTwoFactor{TBuilder}(TBuilder, TwoFactorRequirement)"/>
    /// <param name="policy">The authorization policy.</param>
    /// <param name="requirement">The requirement.</param>
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
