namespace TwoFactor;

/// <summary>
/// How many wrong codes a user may enter. Failures count over all factors, challenges, sessions and processes (NIST SP
/// 800-63B-4 §3.2.2).
/// </summary>
public sealed class AttemptOptions
{
    /// <summary>
    /// Failures in a row before a lock, and again before each further one. Also the wrong codes after which a pending
    /// factor is dropped; those count against it alone. Default: 5; 1 to 20.
    /// </summary>
    public int Budget { get; set; } = 5;

    /// <summary>
    /// The duration of the first lock, the second, and so on; the last value repeats. Default: empty, which means 30
    /// seconds, then 1, 5, 15 and 60 minutes.
    /// </summary>
    public IList<TimeSpan> Locks { get; set; } = [];

    /// <summary>
    /// The number of consecutive failures that disables all factors until the user enrols again. Default: 100, the most
    /// that NIST SP 800-63B-4 §3.2.2 allows; at least <see cref="Budget"/>.
    /// </summary>
    public int DisableAfter { get; set; } = 100;

    /// <summary>Whether entering a used code again counts as a failure. Default: true.</summary>
    public bool CountReusedCodes { get; set; } = true;

    internal TimeSpan LockAfter(int failures)
    {
        ReadOnlySpan<int> defaults = [30, 60, 300, 900, 3600];
        var index = (failures / Budget) - 1;
        return Locks.Count > 0
            ? Locks[Math.Min(index, Locks.Count - 1)]
            : TimeSpan.FromSeconds(defaults[Math.Min(index, defaults.Length - 1)]);
    }

    internal IEnumerable<string> Problems()
    {
        if (Budget is < 1 or > 20)
            yield return $"TwoFactor:Attempts:Budget is {Budget}. Set it to 1 to 20; 5 is the default.";

        if (DisableAfter < Budget || DisableAfter > 100)
            yield return $"TwoFactor:Attempts:DisableAfter is {DisableAfter}. Set it to at least the budget "
                + "and at most 100 (NIST SP 800-63B-4 §3.2.2).";

        for (var i = 0; i < Locks.Count; i++)
        {
            if (Locks[i] < TimeSpan.FromSeconds(1) || Locks[i] > TimeSpan.FromDays(1))
                yield return $"TwoFactor:Attempts:Locks:{i} is {Locks[i]}. Set it to 1 second to 1 day.";
            else if (i > 0 && Locks[i] < Locks[i - 1])
                yield return $"TwoFactor:Attempts:Locks:{i} is {Locks[i]}, shorter than the lock before. "
                    + "Locks grow: order them.";
        }
    }
}
