namespace TwoFactor;

/// <summary>A temporary code, shown once; or the reason why there is none.</summary>
public sealed class TemporaryCodeResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotEnrolled"/> (the user must enrol, so a
    /// code would not help), <see cref="TwoFactorOutcome.InvalidInput"/> (the requested lifetime is out of range),
    /// <see cref="TwoFactorOutcome.SelfServiceDenied"/> or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether a code was issued.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>The code, for the user only; null if none was issued.</summary>
    public string? Code { get; init; }

    /// <summary>When the code expires; null if none was issued.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What is wrong with the input; or null.</summary>
    public string? Message { get; init; }

    /// <summary>Withholds the code.</summary>
    public override string ToString() => Outcome.ToCode();
}
