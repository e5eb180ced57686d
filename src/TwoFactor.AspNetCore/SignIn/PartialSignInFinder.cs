using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>Finds the partial sign-in of the request's ticket.</summary>
internal sealed class PartialSignInFinder(PartialSignInServices services, PresentSession present, TimeProvider clock)
{
    /// <summary>
    /// The sign-in, if it can still be completed: it has not expired, no security change has come in between, its
    /// challenge is open, and the host allows it. One load of the record is enough. The writes that complete it check
    /// again.
    /// </summary>
    /// <returns>The sign-in; or null, with the duration of the lock if a lock ended it.</returns>
    public async ValueTask<(PartialSignIn? Partial, TimeSpan? Lock)> FindAsync(HttpContext context)
    {
        if (await ReadAsync(context).ConfigureAwait(false) is not { } ticket)
            return default;

        var (isCurrent, challenge, lockedUntil) = await LookAsync(ticket, context.RequestAborted).ConfigureAwait(false);
        if (!isCurrent)
            return (null, lockedUntil - clock.GetUtcNow());

        return await services.IsStillValidAsync(context, ticket).ConfigureAwait(false)
            ? (new PartialSignIn(context, ticket, services, challenge), null)
            : default;
    }

    /// <summary>
    /// The sign-in that waits for a code, without loading the record: the write that verifies the code checks whether
    /// it can still be completed. Null for a ticket that waits for something else.
    /// </summary>
    public async ValueTask<PartialSignIn?> FindForCodeAsync(HttpContext context) =>
        await ReadAsync(context).ConfigureAwait(false) is { Decision: SignInDecision.Challenge } ticket
            ? new PartialSignIn(context, ticket, services, null)
            : null;

    // If the request also has a session of another user, it is unclear who sent it.
    private async ValueTask<PartialTicket?> ReadAsync(HttpContext context) =>
        services.Tickets.Read(context) is { } ticket
        && !await present.IsOfAnotherAsync(context, ticket.UserId).ConfigureAwait(false)
            ? ticket
            : null;

    private async ValueTask<(bool IsCurrent, ChallengeStatus? Challenge, DateTimeOffset? LockedUntil)> LookAsync(
        PartialTicket ticket,
        CancellationToken cancellationToken
    )
    {
        if (ticket.Decision == SignInDecision.Challenge && ticket.ChallengeId is { } id)
        {
            var challenge = await services
                .Challenges.FindAsync(ticket.UserId, id, cancellationToken)
                .ConfigureAwait(false);
            var isSameEpoch = challenge.Epoch == ticket.Epoch;
            return (isSameEpoch && challenge.IsOpen, challenge, isSameEpoch ? challenge.LockedUntil : null);
        }

        var status = await services.Enrollment.GetStatusAsync(ticket.UserId, cancellationToken).ConfigureAwait(false);
        return status.Epoch == ticket.Epoch
            ? (ticket.Decision == SignInDecision.Enroll, null, status.LockedUntil)
            : default;
    }
}
