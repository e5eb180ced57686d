namespace TwoFactor.Administration;

/// <summary>Whether the policy was changed, and the current policy.</summary>
public sealed class PolicyResult
{
    /// <summary>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.InvalidInput"/>,
    /// <see cref="TwoFactorOutcome.Conflict"/> or <see cref="TwoFactorOutcome.Throttled"/>.
    /// </summary>
    public required TwoFactorOutcome Outcome { get; init; }

    /// <summary>Whether the policy was changed.</summary>
    public bool Succeeded => Outcome == TwoFactorOutcome.Accepted;

    /// <summary>The current policy, after the change if it succeeded.</summary>
    public required RequirementPolicy Policy { get; init; }

    /// <summary>What is wrong with the change, for the administrator; or null.</summary>
    public string? Message { get; init; }
}
