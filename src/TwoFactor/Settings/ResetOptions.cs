namespace TwoFactor;

/// <summary>What administrators may do for users who lost the authenticator.</summary>
public sealed class ResetOptions
{
    /// <summary>
    /// How long a temporary code is valid if the administrator sets no time. Default: 1 hour; 1 minute to
    /// <see cref="MaxTemporaryCodeLifetime"/>.
    /// </summary>
    public TimeSpan TemporaryCodeLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest lifetime that an administrator may set. Default: 24 hours; 1 minute to 7 days.</summary>
    public TimeSpan MaxTemporaryCodeLifetime { get; set; } = TimeSpan.FromHours(24);

    internal IEnumerable<string> Problems()
    {
        if (MaxTemporaryCodeLifetime < TimeSpan.FromMinutes(1) || MaxTemporaryCodeLifetime > TimeSpan.FromDays(7))
            yield return $"TwoFactor:Reset:MaxTemporaryCodeLifetime is {MaxTemporaryCodeLifetime}. Set it "
                + "to 1 minute to 7 days.";

        if (TemporaryCodeLifetime < TimeSpan.FromMinutes(1) || TemporaryCodeLifetime > MaxTemporaryCodeLifetime)
            yield return $"TwoFactor:Reset:TemporaryCodeLifetime is {TemporaryCodeLifetime}. Set it to 1 minute to "
                + "MaxTemporaryCodeLifetime.";
    }
}
