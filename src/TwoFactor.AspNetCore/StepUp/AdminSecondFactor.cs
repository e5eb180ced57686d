using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Requires a recent second factor of administrators, as metadata of their endpoints, so that one call can remove it.
/// </summary>
internal sealed class AdminSecondFactor(AuthorizationPolicy policy)
{
    public static void Require(IEndpointConventionBuilder endpoints, TimeSpan maxAge)
    {
        var policy = new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .AddRequirements(new TwoFactorRequirement(maxAge))
            .Build();
        endpoints.RequireAuthorization(policy).WithMetadata(new AdminSecondFactor(policy));
    }

    public static void Remove(EndpointBuilder endpoint)
    {
        foreach (var own in endpoint.Metadata.OfType<AdminSecondFactor>().ToList())
            own.RemoveFrom(endpoint.Metadata);
    }

    private void RemoveFrom(IList<object> metadata)
    {
        metadata.Remove(policy);
        metadata.Remove(this);
    }
}
