using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>Refuses a principal that names no user, or several.</summary>
internal sealed class OneUserFilter(UserFacts facts) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        facts.Find(context.HttpContext.User) is null
            ? Problems.SignInRequired
            : await next(context).ConfigureAwait(false);
}
