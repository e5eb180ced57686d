using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>Whoever acts is one user: a principal that names none, or several, acts as nobody.</summary>
internal sealed class OneUserFilter(UserFacts facts) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        facts.Find(context.HttpContext.User) is null
            ? Problems.SignInRequired
            : await next(context).ConfigureAwait(false);
}
