using System.Globalization;
using System.Text;

namespace TwoFactor.Bench.Stores;

/// <summary>The results as a table in Markdown.</summary>
internal static class StoreTable
{
    public static string Write(IReadOnlyList<StoreResult> results)
    {
        var tasks = results[0].Points.Select(p => p.Tasks).ToList();
        var table = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| | {string.Join(" | ", tasks.Select(t => t == 1 ? "1 task" : $"{t}"))} | client, server CPU and bytes "
                    + $"at {results[0].Busy.Tasks} |\n| --- |{string.Concat(tasks.Select(_ => " ---: |"))} --- |\n"
            )
        );
        foreach (var result in results)
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Name} | {string.Join(" | ", result.Points.Select(Cell))} | {Costs(result.Busy.Median)} |\n"
            );

        return table.ToString();
    }

    private static string Cell(StorePoint point) =>
        string.Create(CultureInfo.InvariantCulture, $"{point.Median.PerSecond:N0} ({point.Ratio:F2})");

    private static string Costs(Measure measure) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{measure.ClientMicroseconds:F0} µs, {measure.ServerMicroseconds:F0} µs, {measure.Bytes / 1024:F1} KB"
        );
}
