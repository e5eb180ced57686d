using System.Globalization;
using TwoFactor.Administration;

namespace ConsoleSample.Cli;

/// <summary>Durations as people type them: 30s, 15m, 1h, 7d.</summary>
internal static class Durations
{
    public static TimeSpan Parse(string text, string option) =>
        DurationText.Parse(text)
        ?? throw new UsageException(
            $"{option} '{text}' is not a duration. Write a number and s, m, h or d, e.g. 15m or 7d."
        );

    public static string Format(TimeSpan duration) => DurationText.Format(duration);

    public static string Describe(TimeSpan duration)
    {
        var seconds = (long)Math.Ceiling(duration.TotalSeconds);
        return seconds < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(seconds + 59) / 60} min");
    }
}
