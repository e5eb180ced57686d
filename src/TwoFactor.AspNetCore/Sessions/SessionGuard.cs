using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Checks that a session belongs to the user's current epoch; a security change has ended all earlier ones (ASVS
/// 7.4.3). It reads the epoch at every request, because a cache would let old sessions live on.
/// </summary>
internal sealed class SessionGuard(
    IEnrollmentService enrollment,
    UserFacts facts,
    SignInSchemes schemes,
    IOptions<TwoFactorHttpOptions> options,
    ILogger<SessionGuard> logger
)
{
    private static readonly object s_checked = new();

    public async ValueTask<bool> IsCurrentAsync(HttpContext context, AuthenticationTicket ticket)
    {
        if (facts.Find(ticket.Principal) is not { } subject)
            return !ticket.Principal.HasClaim(c => c.Type == TwoFactorClaimTypes.Epoch);

        if (
            !subject.HasEpoch
            && (
                options.Value.AllowSessionsWithoutEpoch
                || !await schemes.IsOurOwnAsync(ticket.AuthenticationScheme).ConfigureAwait(false)
            )
        )
            return true;

        // A session of this app has no epoch if the library did not start it, or if the claim was lost. It does not
        // count for a user with a second factor.
        var epoch = subject.HasEpoch ? subject.Epoch : 0;
        if (epoch is null)
            return false;

        if (
            context.Items[s_checked] is (string checkedUser, int checkedEpoch)
            && checkedUser == subject.UserId
            && checkedEpoch == epoch
        )
            return true;

        if (!await IsCurrentAsync(subject.UserId, epoch.Value, context.RequestAborted).ConfigureAwait(false))
        {
            if (!subject.HasEpoch)
                logger.SessionPastTheLibrary(ticket.AuthenticationScheme);

            return false;
        }

        context.Items[s_checked] = (subject.UserId, epoch.Value);
        return true;
    }

    /// <summary>Forgets the result that was cached for this request.</summary>
    public static void Forget(HttpContext context) => context.Items.Remove(s_checked);

    /// <summary>
    /// Whether that is the user's current epoch. If the store cannot be read, the session counts as ended until it can:
    /// an exception would make every page of the app fail.
    /// </summary>
    public async ValueTask<bool> IsCurrentAsync(string userId, int epoch, CancellationToken cancellationToken)
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
        catch (ArgumentException)
        {
            // No user of the library can have such an id.
            return true;
        }
    }
}
