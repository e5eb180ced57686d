namespace TwoFactor;

/// <summary>Whether a pending factor was confirmed. The confirming code is then spent.</summary>
public sealed class ConfirmationResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.InvalidCode"/>,
    /// <see cref="TwoFactorOutcome.CodeUsed"/>, <see cref="TwoFactorOutcome.Expired"/> (no such pending factor),
    /// <see cref="TwoFactorOutcome.Locked"/>, <see cref="TwoFactorOutcome.Throttled"/> or
    /// <see cref="TwoFactorOutcome.RequiredByPolicy"/> (it would replace the last factor of a kind that is demanded).
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether the factor is active now.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>The factor, now active; null unless it was confirmed.</summary>
    public FactorInfo? Factor { get; init; }

    /// <summary>The recovery codes, with the user's first factor only. Shown once and never again.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; init; }

    /// <summary>
    /// How many more wrong codes there may be before the pending factor is dropped and has to be set up anew; 0 if it
    /// was just dropped. They count against that factor alone. Null if nothing was checked.
    /// </summary>
    public int? AttemptsLeft { get; init; }

    /// <summary>How long the lock lasts, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The <c>amr</c> values (RFC 8176) that the confirming code adds to those of the first factor; null unless it was
    /// accepted.
    /// </summary>
    public IReadOnlyList<string>? AuthenticationMethods { get; init; }

    /// <summary>
    /// The user's epoch after a successful change. Keep the current session and give it this epoch; end all others.
    /// </summary>
    public int Epoch { get; init; }

    /// <summary>Withholds the recovery codes.</summary>
    public override string ToString() => Outcome.ToCode();
}
