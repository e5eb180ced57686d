using System.Globalization;
using System.Text;

namespace TwoFactor.Bench.Stores;

/// <summary>The results as a picture in SVG: operations a second by the number of tasks.</summary>
internal static class StorePicture
{
    private const int Width = 800;
    private const int Height = 420;
    private const int Left = 72;
    private const int Right = 470;
    private const int Top = 70;
    private const int Bottom = 370;
    private const int LineHeight = 16;

    private static readonly string[] s_colours =
    [
        "#6b7280",
        "#a8adb8",
        "#1f7a5c",
        "#7fbf9f",
        "#2b6cb0",
        "#c0392b",
        "#8e5ea2",
    ];

    public static string Draw(IReadOnlyList<StoreResult> results, string facts)
    {
        var highest = results.Max(r => r.Points.Max(p => p.Median.PerSecond));
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Operations a second by the number of tasks">
            <rect width="{Width}" height="{Height}" fill="#ffffff"/>
            <text x="{Left}" y="28" font-size="17" font-weight="600" fill="#1a1a2e">Durable operations a second, by the number of tasks</text>
            <text x="{Left}" y="48" fill="#555566">{facts}</text>
            <text x="{Left - 8}" y="{Top + 4}" text-anchor="end" fill="#555566">{highest:N0}</text>
            <text x="{Left - 8}" y="{Bottom + 4}" text-anchor="end" fill="#555566">0</text>
            <line x1="{Left}" y1="{Bottom}" x2="{Right}" y2="{Bottom}" stroke="#c8c8d4"/>
            <line x1="{Left}" y1="{Top}" x2="{Left}" y2="{Bottom}" stroke="#c8c8d4"/>

            """
        );
        for (var i = 0; i < results[0].Points.Count; i++)
            svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""<text x="{X(i, results[0].Points.Count)}" y="{Bottom + 18}" text-anchor="middle" fill="#555566">{results[0].Points[i].Tasks}</text>"""
                )
                .Append('\n');

        var free = Top;
        foreach (var (result, i) in results.Select((r, i) => (r, i)).OrderByDescending(r => Last(r.r)))
        {
            var points = result.Points.Select((p, x) => (X: X(x, result.Points.Count), Y: Y(p, highest))).ToList();
            var line = string.Join(
                ' ',
                points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X},{p.Y}"))
            );
            var colour = s_colours[i % s_colours.Length];

            // A label stands at the end of its line, or below the one before.
            var label = Math.Max(free, points[^1].Y);
            free = label + LineHeight;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""
                <polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>
                <text x="{Right + 8}" y="{label + 4}" fill="{colour}">{result.Name}: {Last(result):N0}</text>

                """
            );
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double Last(StoreResult result) => result.Points[^1].Median.PerSecond;

    private static int X(int index, int count) => Left + 20 + ((Right - Left - 20) * index / Math.Max(1, count - 1));

    private static int Y(StorePoint point, double highest) =>
        Bottom - (int)((Bottom - Top) * point.Median.PerSecond / highest);
}
