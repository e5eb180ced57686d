namespace TwoFactor;

/// <summary>How long challenges stay open, and how often codes are sent.</summary>
public sealed class ChallengeOptions
{
    /// <summary>
    /// How long a challenge stays open, and so how long a sent code is valid. Default: 5 minutes; 30 seconds to 10
    /// minutes (NIST SP 800-63B-4 §3.1.3.2).
    /// </summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a sign-in started by <see cref="ISignInService.EvaluateAsync"/> waits for its code. It may be longer
    /// than <see cref="Lifetime"/>, because no code was sent yet. Default: 10 minutes; 1 to 60.
    /// </summary>
    public TimeSpan SignInLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The most codes that are out at once for a user's sign-ins; a further sign-in waits until one of them has expired
    /// or was used. A sign-in that asked for no code takes no place. Default: 8; 1 to 32.
    /// </summary>
    public int MaxOpen { get; set; } = 8;

    /// <summary>
    /// The cool-downs between sends to a user, until a code is accepted; the last value repeats. Default: empty, which
    /// means 30, 60, 120, 300 and 900 seconds.
    /// </summary>
    public IList<TimeSpan> SendWaits { get; set; } = [];

    /// <summary>The cool-down after a send, from <see cref="SendWaits"/>.</summary>
    /// <param name="sends">1 for the first send since the last accepted code, 2 for the second, and so on.</param>
    /// <returns>The cool-down that follows that send.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sends"/> is less than 1.</exception>
    public TimeSpan WaitAfter(int sends)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sends, 1);
        ReadOnlySpan<int> defaults = [30, 60, 120, 300, 900];
        return SendWaits.Count > 0
            ? SendWaits[Math.Min(sends, SendWaits.Count) - 1]
            : TimeSpan.FromSeconds(defaults[Math.Min(sends, defaults.Length) - 1]);
    }

    internal IEnumerable<string> Problems()
    {
        if (Lifetime < TimeSpan.FromSeconds(30) || Lifetime > TimeSpan.FromMinutes(10))
            yield return $"TwoFactor:Challenges:Lifetime is {Lifetime}. Set it to 30 seconds to 10 minutes (NIST SP "
                + "800-63B-4 §3.1.3.2).";

        if (SignInLifetime < TimeSpan.FromMinutes(1) || SignInLifetime > TimeSpan.FromHours(1))
            yield return $"TwoFactor:Challenges:SignInLifetime is {SignInLifetime}. Set it to 1 to 60 minutes.";

        if (MaxOpen is < 1 or > 32)
            yield return $"TwoFactor:Challenges:MaxOpen is {MaxOpen}. Set it to 1 to 32.";

        if (SendWaits.Any(w => w < TimeSpan.FromSeconds(1) || w > TimeSpan.FromDays(1)))
            yield return "TwoFactor:Challenges:SendWaits has a wait outside 1 second to 1 day.";
    }
}
