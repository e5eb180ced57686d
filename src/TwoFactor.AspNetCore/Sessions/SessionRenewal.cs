using System.Security.Claims;
using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Whether a session may be renewed. So a policy that became stricter reaches a session that never signs in again: who
/// must enrol now is sent to a sign-in, which leads to enrolment.
/// </summary>
internal sealed class SessionRenewal(ISignInService signIns, UserFacts facts, ILogger<SessionRenewal> logger)
{
    /// <summary>For the renewals of cookies and bearer tokens, which do not ask whether the epoch is current.</summary>
    public async ValueTask<bool> MayGoOnAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        // Other sessions are not the library's. One that is for enrolment alone leads there already.
        if (facts.Find(principal) is not { HasEpoch: true } subject || subject.Has(TwoFactorClaimTypes.EnrollmentOnly))
            return true;

        try
        {
            return IsAllowed(await AskAsync(subject, cancellationToken).ConfigureAwait(false));
        }
        catch (TwoFactorStoreException e)
        {
            // A broken policy must not end the session of the administrator who repairs it. A broken record ends the
            // session anyway.
            logger.RenewalNotChecked(e);
            return true;
        }
        catch (ArgumentException)
        {
            // No user of the library can have such an id.
            return true;
        }
    }

    /// <summary>
    /// For the host's own refresh: the epoch counts too, and a store that cannot be read is an exception.
    /// </summary>
    public async ValueTask<bool> IsCurrentAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (facts.Find(principal) is not { Epoch: { } epoch } subject)
            return false;

        var now = await AskAsync(subject, cancellationToken).ConfigureAwait(false);
        return now.Epoch == epoch && IsAllowed(now);
    }

    private static bool IsAllowed(SignInEvaluation now) =>
        now.Decision != SignInDecision.Enroll && now.Reason != SignInReasons.PhishingResistantRequired;

    private async Task<SignInEvaluation> AskAsync(Subject subject, CancellationToken cancellationToken)
    {
        var request = facts.RequestOf(subject);
        var now = await signIns.PreviewAsync(request, cancellationToken).ConfigureAwait(false);

        // The grace period of a user who never signs in again begins here. Otherwise it would never end.
        return now.GraceUntil is not null
            ? await signIns.EvaluateAsync(request, cancellationToken).ConfigureAwait(false)
            : now;
    }
}
