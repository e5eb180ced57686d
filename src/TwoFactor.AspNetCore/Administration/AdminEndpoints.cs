using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.AspNetCore;

/// <summary>The endpoints for administrators. The actor is the signed-in user, never a value of the body.</summary>
internal static class AdminEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        PolicyEndpoints.Map(group);
        AdminUserEndpoints.Map(group);
        AuditEndpoints.Map(group);
    }

    public static string Actor(HttpContext context, UserFacts facts) => facts.Require(context.User).UserId;
}
