using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>A challenge opened for one factor or for any, or the reason why there is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChallengeVerdict(
    TwoFactorOutcome Outcome,
    Challenge? Challenge = null,
    Factor? Factor = null,
    TimeSpan? RetryAfter = null
)
{
    public bool IsOpen => Outcome == TwoFactorOutcome.Accepted;

    public static ChallengeVerdict Refuse(TwoFactorOutcome outcome, TimeSpan? retryAfter = null) =>
        new(outcome, RetryAfter: retryAfter);
}
