using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>
/// Whether a session is of the user's present epoch. One of an earlier epoch has been ended by a security change (ASVS 7.4.3); it is looked up
/// at each request, since a cache would let it live on.
/// </summary>
internal sealed class SessionGuard(IEnrollmentService enrollment, UserFacts facts, ILogger<SessionGuard> logger)
{
    private static readonly object s_checked = new();

    public async ValueTask<bool> IsCurrentAsync(HttpContext context, ClaimsPrincipal principal)
    {
        // Whoever was not signed in through the library has no epoch to compare.
        if (!principal.HasClaim(c => c.Type.Equals(TwoFactorClaimTypes.Epoch, StringComparison.Ordinal)))
            return true;

        if (facts.UserId(principal) is not { } userId || TwoFactorClaims.EpochOf(principal) is not { } epoch)
            return false;

        if (context.Items[s_checked] is (string checkedUser, int checkedEpoch) && checkedUser.Equals(userId, StringComparison.Ordinal) && checkedEpoch == epoch)
            return true;

        if (!await IsCurrentAsync(userId, epoch, context.RequestAborted).ConfigureAwait(false))
            return false;

        context.Items[s_checked] = (userId, epoch);
        return true;
    }

    // A store that cannot be read must not make every page of the app an error: the session counts as ended until it can.
    private async ValueTask<bool> IsCurrentAsync(string userId, int epoch, CancellationToken cancellationToken)
    {
        try
        {
            return (await enrollment.GetStatusAsync(userId, cancellationToken).ConfigureAwait(false)).Epoch == epoch;
        }
        catch (TwoFactorStoreException e)
        {
            logger.SessionNotChecked(e);
            return false;
        }
    }
}
