namespace TwoFactor.Administration;

/// <summary>Figures over all users.</summary>
public sealed class TwoFactorReport
{
    /// <summary>Users of whom there is a record.</summary>
    public required long Users { get; init; }

    /// <summary>Those with an active factor.</summary>
    public required long Enrolled { get; init; }

    /// <summary>Users with an active factor of each method. A user with two methods counts in both.</summary>
    public required IReadOnlyDictionary<string, long> ByMethod { get; init; }

    /// <summary>Users who are locked now.</summary>
    public required long Locked { get; init; }

    /// <summary>
    /// Users with an active factor that was imported with a secret of fewer than 128 bits: ask them to enrol a new one
    /// in its place. <see cref="UserSummary.HasWeakFactor"/> tells who they are.
    /// </summary>
    public long Weak { get; init; }
}
