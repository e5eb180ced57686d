using Microsoft.AspNetCore.Authorization;

namespace TwoFactor.AspNetCore;

internal sealed class TwoFactorRequirementHandler(UserFacts facts, TimeProvider clock)
    : AuthorizationHandler<TwoFactorRequirement>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        TwoFactorRequirement requirement
    )
    {
        var isSecond =
            facts.Find(context.User) is { Epoch: not null, SecondFactorAt: { } at }
            && (requirement.MaxAge is not { } age || clock.GetUtcNow() - at <= age);
        if (isSecond)
            context.Succeed(requirement);

        return Task.CompletedTask;
    }
}
