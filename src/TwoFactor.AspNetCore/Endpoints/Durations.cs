using System.Globalization;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Durations as the contract writes them: a number and s, m, h or d, e.g. <c>90s</c>, <c>1h</c>, <c>7d</c>.
/// </summary>
internal static class Durations
{
    private const int MaxNumber = 100_000;

    public static TimeSpan? Parse(string text)
    {
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

    /// <summary>In the largest unit that is exact, as <see cref="Parse"/> reads it.</summary>
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
