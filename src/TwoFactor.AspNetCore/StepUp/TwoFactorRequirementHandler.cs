using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Checks the session's last second factor. A request's session was compared with the epoch when it was authenticated.
/// A circuit of Blazor Server or a hub asks long after that, without a request, so the epoch is looked up here.
/// </summary>
internal sealed class TwoFactorRequirementHandler(
    UserFacts facts,
    SessionGuard guard,
    ResistantMethods resistant,
    IOptions<TwoFactorOptions> options,
    TimeProvider clock
) : AuthorizationHandler<TwoFactorRequirement>
{
    protected override async Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        TwoFactorRequirement requirement
    )
    {
        if (
            facts.Find(context.User) is { Epoch: { } epoch } subject
            && options.Value.IsFresh(subject.SecondFactorAt, clock.GetUtcNow(), requirement.MaxAge)
            && requirement.IsMetBy(subject.SecondFactorMethod, resistant.Names)
            && (
                context.Resource is HttpContext
                || await guard.IsCurrentAsync(subject.UserId, epoch, CancellationToken.None).ConfigureAwait(false)
            )
        )
            context.Succeed(requirement);
    }
}
