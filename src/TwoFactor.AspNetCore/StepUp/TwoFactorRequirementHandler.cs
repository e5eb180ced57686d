using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

internal sealed class TwoFactorRequirementHandler(
    UserFacts facts,
    ResistantMethods resistant,
    IOptions<TwoFactorOptions> options,
    TimeProvider clock
) : AuthorizationHandler<TwoFactorRequirement>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        TwoFactorRequirement requirement
    )
    {
        if (
            facts.Find(context.User) is { Epoch: not null } subject
            && options.Value.IsFresh(subject.SecondFactorAt, clock.GetUtcNow(), requirement.MaxAge)
            && requirement.IsMetBy(subject.SecondFactorMethod, resistant.Names)
        )
            context.Succeed(requirement);

        return Task.CompletedTask;
    }
}
