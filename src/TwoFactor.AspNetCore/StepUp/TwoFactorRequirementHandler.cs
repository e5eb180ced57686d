using Microsoft.AspNetCore.Authorization;

namespace TwoFactor;

internal sealed class TwoFactorRequirementHandler(TimeProvider clock) : AuthorizationHandler<TwoFactorRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TwoFactorRequirement requirement)
    {
        var isSecond = TwoFactorClaims.EpochOf(context.User) is not null && TwoFactorClaims.TimeOf(context.User, TwoFactorClaimTypes.SecondFactorTime) is { } at
            && (requirement.MaxAge is not { } age || clock.GetUtcNow() - at <= age);
        if (isSecond)
            context.Succeed(requirement);

        return Task.CompletedTask;
    }
}
