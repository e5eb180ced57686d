using System.Globalization;
using System.Text.RegularExpressions;

namespace TwoFactor.Sms;

/// <summary>
/// The numbering plan of one region: what its numbers look like, read from the table when first asked.
/// </summary>
internal sealed class NumberingPlan(PhoneRegion region, long offset, int length)
{
    private Columns? _columns;

    public PhoneRegion Region => region;

    public IReadOnlyList<int> Lengths => Data.Lengths;

    private Columns Data => _columns ??= new Columns(RegionTable.ReadColumns(offset, length));

    /// <summary>
    /// How many digits at the start are dialled for "abroad" in this region; 0 if none. A zero never follows them.
    /// </summary>
    public int AbroadPrefix(ReadOnlySpan<char> digits)
    {
        var end = MatchAtStart(Data.Abroad, digits);
        return end > 0 && end < digits.Length && digits[end] != '0' ? end : 0;
    }

    public bool IsNational(ReadOnlySpan<char> digits) => Data.General.IsMatch(digits);

    /// <summary>
    /// Whether a number of this calling code is this region's own: by its leading digits where the plan has such, else
    /// by having a type.
    /// </summary>
    public bool Owns(ReadOnlySpan<char> digits) =>
        Data.Leading is { } leading ? MatchAtStart(leading, digits) >= 0 : TypeOf(digits) is not null;

    /// <summary>The type, or null if the plan has no such number.</summary>
    public PhoneNumberType? TypeOf(ReadOnlySpan<char> digits)
    {
        if (!IsNational(digits))
            return null;

        foreach (var (type, pattern) in Data.Special)
        {
            if (pattern.IsMatch(digits))
                return type;
        }

        if (Data.Fixed?.IsMatch(digits) is true)
            return Data.Mobile is null || Data.Mobile.IsMatch(digits)
                ? PhoneNumberType.FixedLineOrMobile
                : PhoneNumberType.FixedLine;

        return Data.Mobile?.IsMatch(digits) is true ? PhoneNumberType.Mobile : null;
    }

    /// <summary>
    /// The number without the trunk prefix, rewritten where the plan says so; null if there is nothing to do.
    /// </summary>
    public string? WithoutTrunk(ReadOnlySpan<char> digits)
    {
        if (Data.Trunk is not { } trunk)
            return null;

        if (Data.Transform is not { } transform)
        {
            var end = MatchAtStart(trunk, digits);
            return end > 0 ? Prefer(digits, digits[end..].ToString()) : null;
        }

        var match = trunk.Match(digits.ToString());
        if (!match.Success || match.Length == 0)
            return null;

        // A rule whose last group took no part only strips.
        var rest = digits[match.Length..];
        return Prefer(
            digits,
            match.Groups[match.Groups.Count - 1].Success && match.Groups.Count > 1
                ? string.Concat(match.Result(transform), rest)
                : rest.ToString()
        );
    }

    // What is a number of the region as it stands is not made into something that is none.
    private string? Prefer(ReadOnlySpan<char> digits, string stripped) =>
        (!IsNational(digits) || IsNational(stripped))
        && stripped.Length >= Lengths[0]
        && (Lengths.Contains(stripped.Length) || stripped.Length > Lengths[^1])
            ? stripped
            : null;

    private static int MatchAtStart(Regex? pattern, ReadOnlySpan<char> digits)
    {
        if (pattern is null)
            return -1;

        foreach (var match in pattern.EnumerateMatches(digits))
            return match.Index + match.Length;

        return -1;
    }

    /// <summary>
    /// The columns of the table, in its order. Each pattern is compiled with its region, by the interpreter: cheap to
    /// make, quick enough to run.
    /// </summary>
    private sealed class Columns(string[] columns)
    {
        public int[] Lengths { get; } =
            Array.ConvertAll(columns[5].Split(','), l => int.Parse(l, NumberStyles.None, CultureInfo.InvariantCulture));

        public Regex? Abroad { get; } = Start(columns[3]);

        public Regex? Trunk { get; } = Start(columns[6]);

        public string? Transform { get; } = columns[7].Length > 0 ? columns[7] : null;

        public Regex? Leading { get; } = Start(columns[8]);

        public Regex General { get; } = Whole(columns[9])!;

        public Regex? Fixed { get; } = Whole(columns[10]);

        /// <summary>Null also where mobile numbers look as fixed ones do.</summary>
        public Regex? Mobile { get; } = columns[11] is "=" ? null : Whole(columns[11]);

        /// <summary>The order decides where patterns overlap: what costs money is found first.</summary>
        public (PhoneNumberType Type, Regex Pattern)[] Special { get; } =
        [
            .. Optional(PhoneNumberType.PremiumRate, columns[13]),
            .. Optional(PhoneNumberType.TollFree, columns[12]),
            .. Optional(PhoneNumberType.SharedCost, columns[14]),
            .. Optional(PhoneNumberType.Pager, columns[15]),
            .. Optional(PhoneNumberType.Other, columns[16]),
        ];

        private static IEnumerable<(PhoneNumberType Type, Regex Pattern)> Optional(
            PhoneNumberType type,
            string pattern
        ) => Whole(pattern) is { } regex ? [(type, regex)] : [];

        private static Regex? Whole(string pattern) => pattern.Length > 0 ? Make($@"\A(?:{pattern})\z") : null;

        private static Regex? Start(string pattern) => pattern.Length > 0 ? Make($@"\A(?:{pattern})") : null;

        // The patterns are our own and the texts are at most 32 digits: there is nothing to time out.
        private static Regex Make(string pattern) =>
            new(pattern, RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
    }
}
