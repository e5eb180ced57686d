using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>Whether a session still counts, outside of a request.</summary>
internal static class SessionCheck
{
    public static async Task<bool> IsCurrentAsync<TUser>(
        IServiceProvider services,
        UserManager<TUser> users,
        ClaimsPrincipal session,
        CancellationToken cancellationToken
    )
        where TUser : class
    {
        if (await users.GetUserAsync(session).ConfigureAwait(false) is not { } user)
            return false;

        var stamp = session.FindFirst(users.Options.ClaimsIdentity.SecurityStampClaimType)?.Value;
        if (users.SupportsUserSecurityStamp && stamp != await users.GetSecurityStampAsync(user).ConfigureAwait(false))
            return false;

        // As in a request: a session without an epoch counts as one of the first epoch.
        var status = await services
            .GetRequiredService<IEnrollmentService>()
            .GetStatusAsync(await users.GetUserIdAsync(user).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return status.Epoch == (SessionClaims.EpochOf(session) ?? 0);
    }
}
