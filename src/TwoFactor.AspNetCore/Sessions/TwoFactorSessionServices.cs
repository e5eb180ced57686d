namespace TwoFactor.AspNetCore;

/// <summary>The services that a <see cref="TwoFactorSession"/> uses.</summary>
internal sealed class TwoFactorSessionServices(
    IEnrollmentService enrollment,
    IChallengeService challenges,
    IVerificationService verification,
    ISignInService signIns,
    UserFacts facts,
    ResistantMethods resistant,
    SignInSchemes schemes,
    Repeats repeats,
    ChangeLimiter changes,
    Microsoft.Extensions.Options.IOptions<TwoFactorOptions> options,
    TimeProvider clock
)
{
    public IEnrollmentService Enrollment => enrollment;

    public IChallengeService Challenges => challenges;

    public IVerificationService Verification => verification;

    public ISignInService SignIns => signIns;

    public UserFacts Facts => facts;

    public ResistantMethods Resistant => resistant;

    public SignInSchemes Schemes => schemes;

    public Repeats Repeats => repeats;

    public ChangeLimiter Changes => changes;

    public TwoFactorOptions Options => options.Value;

    public DateTimeOffset Now => clock.GetUtcNow();
}
