using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>What a <see cref="PartialSignIn"/> works with, and how one is found.</summary>
internal sealed class PartialSignInServices(
    IEnrollmentService enrollment,
    IChallengeService challenges,
    IVerificationService verification,
    TwoFactorSignInService signIns,
    PartialTickets tickets,
    DeviceCookies devices,
    UserFacts facts,
    IOptions<TwoFactorHttpOptions> options,
    TimeProvider clock
)
{
    public IEnrollmentService Enrollment => enrollment;

    public IChallengeService Challenges => challenges;

    public IVerificationService Verification => verification;

    public TwoFactorSignInService SignIns => signIns;

    public PartialTickets Tickets => tickets;

    public DeviceCookies Devices => devices;

    public UserFacts Facts => facts;

    /// <summary>
    /// The sign-in that the request's ticket stands for, if it can still be completed: its time has not passed, no
    /// security change has come between, its challenge is open, and the host has nothing against it. The writes that
    /// complete it find out once more.
    /// </summary>
    public async ValueTask<PartialSignIn?> FindAsync(HttpContext context)
    {
        if (tickets.Read(context) is not { } ticket || !await IsCurrentAsync(context, ticket).ConfigureAwait(false))
            return null;

        return await IsStillValidAsync(context, ticket).ConfigureAwait(false)
            ? new PartialSignIn(context, ticket, this)
            : null;
    }

    /// <summary>
    /// How long the lock lasts that ended the sign-in of the request's ticket; null if it was not a lock.
    /// </summary>
    public async ValueTask<TimeSpan?> FindLockAsync(HttpContext context)
    {
        if (tickets.Read(context) is not { } ticket)
            return null;

        var status = await enrollment.GetStatusAsync(ticket.UserId, context.RequestAborted).ConfigureAwait(false);
        return status.Epoch == ticket.Epoch ? status.LockedUntil - clock.GetUtcNow() : null;
    }

    /// <summary>Whether the host has nothing against it.</summary>
    public async ValueTask<bool> IsStillValidAsync(HttpContext context, PartialTicket ticket) =>
        options.Value.IsStillValid is not { } ask || await ask(context, ticket.Principal).ConfigureAwait(false);

    private async ValueTask<bool> IsCurrentAsync(HttpContext context, PartialTicket ticket)
    {
        var status = await enrollment.GetStatusAsync(ticket.UserId, context.RequestAborted).ConfigureAwait(false);
        if (status.Epoch != ticket.Epoch)
            return false;

        return ticket.Decision == SignInDecision.Enroll
            || (
                ticket.ChallengeId is not null
                && (
                    await challenges
                        .FindAsync(ticket.UserId, ticket.ChallengeId, context.RequestAborted)
                        .ConfigureAwait(false)
                ).IsOpen
            );
    }
}
