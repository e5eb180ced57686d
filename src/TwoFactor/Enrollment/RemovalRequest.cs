namespace TwoFactor;

/// <summary>A user's request to remove a factor.</summary>
public sealed class RemovalRequest
{
    /// <summary>In place of a factor's id: all factors at once, in one write.</summary>
    public const string AllFactors = "*";

    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>The factor to remove; or <see cref="AllFactors"/>.</summary>
    public required string FactorId { get; init; }

    /// <summary>The proof that the caller is this user.</summary>
    public required FreshProof Proof { get; init; }

    /// <summary>
    /// The user's roles. Null if the caller does not know them: a policy for roles then counts as requiring a factor.
    /// </summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>
    /// The user's groups. Null if the caller does not know them: a policy for groups then counts as requiring a factor.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }
}
