namespace TwoFactor.Tests;

/// <summary>A user and the authenticator app in the user's hand.</summary>
internal sealed record EnrolledUser(
    string UserId,
    string FactorId,
    byte[] Secret,
    TotpParameters Parameters,
    IReadOnlyList<string> RecoveryCodes
)
{
    /// <summary>A guess: a text that can be a code.</summary>
    public const string Wrong = "000000";

    public string Code(Host host, int steps = 0) => Code(host.Clock.Now, steps);

    public string Code(DateTimeOffset now, int steps = 0) =>
        Totp.Compute(Secret, Parameters.StepAt(now) + steps, Parameters);
}
