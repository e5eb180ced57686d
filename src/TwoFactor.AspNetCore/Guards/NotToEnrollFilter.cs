using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Refuses a session that is for enrolment alone. Its paths include those beneath <c>/two-factor</c>, where
/// administrators have theirs too.
/// </summary>
internal sealed class NotToEnrollFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.User.HasClaim(c => c.Type == TwoFactorClaimTypes.EnrollmentOnly)
            ? Problems.NotAllowed
            : await next(context).ConfigureAwait(false);
}
