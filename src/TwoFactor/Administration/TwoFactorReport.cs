namespace TwoFactor.Administration;

/// <summary>Figures over all users.</summary>
public sealed class TwoFactorReport
{
    /// <summary>Users with a record.</summary>
    public required long Users { get; init; }

    /// <summary>Users with an active factor.</summary>
    public required long Enrolled { get; init; }

    /// <summary>Users with an active factor of each method. A user with two methods counts in both.</summary>
    public required IReadOnlyDictionary<string, long> ByMethod { get; init; }

    /// <summary>Users who are locked now.</summary>
    public required long Locked { get; init; }

    /// <summary>
    /// Users with an active factor whose imported secret has fewer than 128 bits. Ask them to enrol a new one in its
    /// place; <see cref="UserSummary.HasWeakFactor"/> shows who they are.
    /// </summary>
    public long Weak { get; init; }
}
