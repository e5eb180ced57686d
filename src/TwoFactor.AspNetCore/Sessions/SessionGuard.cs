using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Whether a session is of the user's present epoch. One of an earlier epoch has been ended by a security change (ASVS
/// 7.4.3); it is looked up at each request, since a cache would let it live on.
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

        // A session of this app without an epoch is one that the library did not begin, or that lost it: for who has a
        // second factor it does not count.
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

    /// <summary>What was looked up in this request does not hold any more.</summary>
    public static void Forget(HttpContext context) => context.Items.Remove(s_checked);

    // A store that cannot be read must not make every page of the app an error: the session counts as ended until it
    // can.
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
        catch (ArgumentException)
        {
            // An id that no user of the library can have.
            return true;
        }
    }
}
