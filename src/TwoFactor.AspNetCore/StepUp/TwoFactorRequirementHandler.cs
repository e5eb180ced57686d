using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using TwoFactor.Methods;

namespace TwoFactor.AspNetCore;

internal sealed class TwoFactorRequirementHandler(
    UserFacts facts,
    IEnumerable<IFactorMethod> methods,
    IOptions<TwoFactorOptions> options,
    TimeProvider clock
) : AuthorizationHandler<TwoFactorRequirement>
{
    private readonly HashSet<string> _resistant = methods
        .Where(m => m.Traits.IsPhishingResistant)
        .Select(m => m.Name)
        .ToHashSet(StringComparer.Ordinal);

    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        TwoFactorRequirement requirement
    )
    {
        if (
            facts.Find(context.User) is { Epoch: not null } subject
            && options.Value.IsFresh(subject.SecondFactorAt, clock.GetUtcNow(), requirement.MaxAge)
            && requirement.IsMetBy(subject.SecondFactorMethod, _resistant)
        )
            context.Succeed(requirement);

        return Task.CompletedTask;
    }
}
