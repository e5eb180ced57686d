namespace TwoFactor;

/// <summary>The result of a change to a factor or to the recovery codes.</summary>
public sealed class FactorChangeResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotFound"/>,
    /// <see cref="TwoFactorOutcome.ReauthenticationRequired"/>, the outcomes of a code that served as proof,
    /// <see cref="TwoFactorOutcome.RequiredByPolicy"/>, <see cref="TwoFactorOutcome.InvalidInput"/>,
    /// <see cref="TwoFactorOutcome.NotEnrolled"/>, <see cref="TwoFactorOutcome.LimitReached"/>,
    /// <see cref="TwoFactorOutcome.Conflict"/> or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether the change was made.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>
    /// The factor after the change, or before its removal. Null if nothing changed, and for changes of the recovery
    /// codes.
    /// </summary>
    public FactorInfo? Factor { get; init; }

    /// <summary>New recovery codes, shown once and never again; null unless they were requested.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; init; }

    /// <summary>What is wrong with the input, for the user; or null.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// How many more failures are possible before a lock, if a code was used as proof; otherwise null.
    /// </summary>
    public int? AttemptsLeft { get; init; }

    /// <summary>How long the lock lasts, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The user's epoch after a successful change. Keep the current session and give it this epoch; end all others.
    /// </summary>
    public int Epoch { get; init; }

    /// <summary>Withholds the recovery codes.</summary>
    public override string ToString() => Outcome.ToCode();

    internal static FactorChangeResult Refused(AttemptVerdict verdict) =>
        new()
        {
            Outcome = verdict.Outcome,
            AttemptsLeft = verdict.AttemptsLeft,
            RetryAfter = verdict.RetryAfter,
        };
}
