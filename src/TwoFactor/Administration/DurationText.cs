using System.Globalization;

namespace TwoFactor.Administration;

/// <summary>
/// Durations as administrators read and type them: a number and s, m, h or d, e.g. <c>90s</c>, <c>1h</c>, <c>7d</c>.
/// Used by the console and the HTTP endpoints.
/// </summary>
public static class DurationText
{
    private const int MaxNumber = 100_000;

    /// <summary>Reads a duration.</summary>
    /// <param name="text">ASCII digits, at most 100,000, and s, m, h or d; no spaces and no sign.</param>
    /// <returns>The duration, 0 or more; null if the text is not one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static TimeSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (
            text is not [.. var digits, var unit]
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > MaxNumber
        )
            return null;

        return unit switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    /// <summary>Writes a duration in the largest unit that is exact, as <see cref="Parse"/> reads it.</summary>
    /// <param name="duration">The duration; parts of a second are dropped.</param>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (number, unit) = seconds switch
        {
            0 => (0, 's'),
            _ when seconds % 86_400 == 0 => (seconds / 86_400, 'd'),
            _ when seconds % 3_600 == 0 => (seconds / 3_600, 'h'),
            _ when seconds % 60 == 0 => (seconds / 60, 'm'),
            _ => (seconds, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
    }
}
