using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>The result of one attempt.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AttemptVerdict(
    TwoFactorOutcome Outcome,
    Factor? Factor = null,
    int? AttemptsLeft = null,
    TimeSpan? RetryAfter = null
)
{
    /// <summary>The <c>amr</c> values that an accepted code earned.</summary>
    public IReadOnlyList<string>? AuthenticationMethods { get; init; }
}
