namespace TwoFactor;

/// <summary>What administrators may do for users who lost the authenticator.</summary>
public sealed class ResetOptions
{
    /// <summary>How long a temporary code is good when the administrator names no time. Default: 1 hour.</summary>
    public TimeSpan TemporaryCodeLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest that an administrator may ask for. Default: 24 hours; at most 7 days.</summary>
    public TimeSpan MaxTemporaryCodeLifetime { get; set; } = TimeSpan.FromHours(24);

    internal IEnumerable<string> Problems()
    {
        if (MaxTemporaryCodeLifetime < TimeSpan.FromMinutes(1) || MaxTemporaryCodeLifetime > TimeSpan.FromDays(7))
            yield return $"TwoFactor:Reset:MaxTemporaryCodeLifetime is {MaxTemporaryCodeLifetime}. Set it to 1 minute to 7 "
                + "days.";

        if (TemporaryCodeLifetime < TimeSpan.FromMinutes(1) || TemporaryCodeLifetime > MaxTemporaryCodeLifetime)
            yield return $"TwoFactor:Reset:TemporaryCodeLifetime is {TemporaryCodeLifetime}. Set it to 1 minute to "
                + "MaxTemporaryCodeLifetime.";
    }
}
