using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>Finds the sign-in that the request's ticket stands for.</summary>
internal sealed class PartialSignInFinder(PartialSignInServices services, PresentSession present, TimeProvider clock)
{
    /// <summary>
    /// The sign-in, if it can still be completed: its time has not passed, no security change has come between, its
    /// challenge is open, and the host has nothing against it. One load of the record tells. The writes that complete it
    /// find out once more.
    /// </summary>
    /// <returns>The sign-in; or null, and how long the lock lasts if it is a lock that ended it.</returns>
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
    /// The sign-in that waits for a code, without a look at the record: the write that verifies the code finds out
    /// whether it can still be completed. Null for a ticket that waits for something else.
    /// </summary>
    public async ValueTask<PartialSignIn?> FindForCodeAsync(HttpContext context) =>
        await ReadAsync(context).ConfigureAwait(false) is { Decision: SignInDecision.Challenge } ticket
            ? new PartialSignIn(context, ticket, services, null)
            : null;

    // Where a session of another user comes along, nobody can tell whose wish this is.
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
