namespace TwoFactor;

/// <summary>Whether a user was reset. It contains no secret.</summary>
public sealed class ResetResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotEnrolled"/> (nothing is known of the
    /// user), <see cref="TwoFactorOutcome.SelfServiceDenied"/> or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether the user was reset.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>When the user was reset; null if not.</summary>
    public DateTimeOffset? ResetAt { get; init; }
}
