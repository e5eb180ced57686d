namespace TwoFactor;

/// <summary>A temporary code, shown once; or why there is none.</summary>
public sealed class TemporaryCodeResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotEnrolled"/> (such a user is led through
    /// enrolment, a code would not help), <see cref="TwoFactorOutcome.InvalidInput"/> (the time asked for is out of
    /// range), <see cref="TwoFactorOutcome.SelfServiceDenied"/> or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether there is a code.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>The code, for the user alone.</summary>
    public string? Code { get; init; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What is wrong with the input; or null.</summary>
    public string? Message { get; init; }

    /// <summary>Does not show the code.</summary>
    public override string ToString() => Outcome.ToCode();
}
