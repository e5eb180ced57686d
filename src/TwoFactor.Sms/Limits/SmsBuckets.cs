using System.Globalization;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Names of quota buckets. Numbers, users and addresses appear in them as keyed hashes only. Also finds the numbers
/// close to a number.
/// </summary>
internal sealed class SmsBuckets(IOptions<TwoFactorOptions> options)
{
    private const int PrefixDigits = 4;

    private readonly BucketNames _names = new("sms", options);

    public string Of(string kind) => _names.Of(kind);

    public string Of(string kind, string value) => _names.Of(kind, value);

    /// <summary>The number without its last four digits.</summary>
    public static string PrefixOf(string number) => number[..Math.Max(2, number.Length - PrefixDigits)];

    /// <summary>The numbers of the same length that differ by at most <paramref name="distance"/>.</summary>
    public static IEnumerable<string> NeighboursOf(string number, int distance)
    {
        const int CountedDigits = 9;
        var at = Math.Max(1, number.Length - CountedDigits);
        var value = long.Parse(number.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture);
        for (var delta = -distance; delta <= distance; delta++)
        {
            var digits = (value + delta).ToString(CultureInfo.InvariantCulture).PadLeft(number.Length - at, '0');
            if (delta != 0 && value + delta >= 0 && digits.Length == number.Length - at)
                yield return string.Concat(number.AsSpan(0, at), digits);
        }
    }
}
