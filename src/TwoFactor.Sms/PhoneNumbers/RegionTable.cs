using System.Globalization;
using System.Text;

namespace TwoFactor.Sms;

/// <summary>
/// The embedded table of numbering plans. The first use indexes it; a region's patterns are read when a number of it
/// is, and compiled when they are matched for the first time.
/// </summary>
internal static class RegionTable
{
    private const string Resource = "TwoFactor.PhoneNumbers.regions.tsv";
    private const int MaxCallingCode = 999;

    private static readonly Lazy<Index> s_index = new(ReadIndex);

    public static IReadOnlyList<PhoneRegion> Regions => s_index.Value.Sorted;

    public static NumberingPlan? Find(string? code)
    {
        if (code is not { Length: 2 })
            return null;

        var index = s_index.Value;
        return index.ByRegion.GetValueOrDefault(code) ?? index.ByRegion.GetValueOrDefault(code.ToUpperInvariant());
    }

    /// <summary>The plans of a calling code, the main one first; empty if no region has it.</summary>
    public static ReadOnlySpan<NumberingPlan> ForCallingCode(int callingCode) =>
        callingCode is > 0 and <= MaxCallingCode ? s_index.Value.ByCallingCode[callingCode] : [];

    internal static string[] ReadColumns(long offset, int length)
    {
        using var stream = Open();
        stream.Position = offset;
        var line = new byte[length];
        stream.ReadExactly(line);
        return Encoding.UTF8.GetString(line).Split('\t');
    }

    private static Index ReadIndex()
    {
        using var stream = Open();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var plans = new List<NumberingPlan>();
        for (var start = 0; start < bytes.Length; )
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (bytes[start] != (byte)'#')
                plans.Add(ReadPlan(bytes.AsSpan(start, length), start));

            start += length + 1;
        }

        var byCode = new NumberingPlan[MaxCallingCode + 1][];
        Array.Fill(byCode, []);
        foreach (var group in plans.GroupBy(p => p.Region.CallingCode))
            byCode[group.Key] = [.. group];

        return new Index(
            plans.ToDictionary(p => p.Region.Code, StringComparer.Ordinal),
            byCode,
            [.. plans.Select(p => p.Region).OrderBy(r => r.Code, StringComparer.Ordinal)]
        );
    }

    private static NumberingPlan ReadPlan(ReadOnlySpan<byte> line, long offset)
    {
        const int IndexedColumns = 3;
        var columns = Encoding.UTF8.GetString(line).Split('\t', IndexedColumns + 1);
        var region = new PhoneRegion(
            columns[0],
            int.Parse(columns[1], NumberStyles.None, CultureInfo.InvariantCulture),
            columns[2]
        );
        return new NumberingPlan(region, offset, line.Length);
    }

    private static Stream Open() => typeof(RegionTable).Assembly.GetManifestResourceStream(Resource)!;

    private sealed record Index(
        Dictionary<string, NumberingPlan> ByRegion,
        NumberingPlan[][] ByCallingCode,
        PhoneRegion[] Sorted
    );
}
