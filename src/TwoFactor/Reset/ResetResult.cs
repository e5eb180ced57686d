namespace TwoFactor;

/// <summary>Whether a user was reset. It returns nothing secret.</summary>
public sealed class ResetResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotEnrolled"/> (nothing is known of the
    /// user), <see cref="TwoFactorOutcome.SelfServiceDenied"/> or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>When; null if it was not done.</summary>
    public DateTimeOffset? ResetAt { get; init; }
}
