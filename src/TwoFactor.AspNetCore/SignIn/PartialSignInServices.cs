using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>The services that a <see cref="PartialSignIn"/> uses.</summary>
internal sealed class PartialSignInServices(
    IEnrollmentService enrollment,
    IChallengeService challenges,
    IVerificationService verification,
    TwoFactorSignInService signIns,
    PartialTickets tickets,
    DeviceCookies devices,
    UserFacts facts,
    ResistantMethods resistant,
    Repeats repeats,
    ChangeLimiter changes,
    IOptions<TwoFactorHttpOptions> options
)
{
    public IEnrollmentService Enrollment => enrollment;

    public IChallengeService Challenges => challenges;

    public IVerificationService Verification => verification;

    public TwoFactorSignInService SignIns => signIns;

    public PartialTickets Tickets => tickets;

    public DeviceCookies Devices => devices;

    public UserFacts Facts => facts;

    public ResistantMethods Resistant => resistant;

    public Repeats Repeats => repeats;

    public ChangeLimiter Changes => changes;

    /// <summary>Whether the host allows the sign-in to go on.</summary>
    public async ValueTask<bool> IsStillValidAsync(HttpContext context, PartialTicket ticket) =>
        options.Value.IsStillValid is not { } ask || await ask(context, ticket.Principal).ConfigureAwait(false);
}
