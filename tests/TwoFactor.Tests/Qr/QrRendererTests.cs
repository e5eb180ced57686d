using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TwoFactor.Tests;

public sealed partial class QrRendererTests
{
    private const string Content =
        "otpauth://totp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example&algorithm=SHA1&digits=6&period=30";

    private static readonly QrRenderer s_renderer = new();

    [Fact]
    public void The_SVG_is_one_path_with_a_role_a_title_and_a_quiet_zone()
    {
        var svg = XDocument.Parse(s_renderer.RenderSvg(Content, "Scan <me>"));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal("img", svg.Root!.Attribute("role")!.Value);
        Assert.Equal("Scan <me>", svg.Root.Element(ns + "title")!.Value);
        var path = Assert.Single(svg.Descendants(ns + "path"));
        var size = int.Parse(svg.Root.Attribute("viewBox")!.Value.Split(' ')[2]);
        var starts = Move()
            .Matches(path.Attribute("d")!.Value)
            .Select(m =>
                (X: int.Parse(m.Groups[1].Value), Y: int.Parse(m.Groups[2].Value), Length: int.Parse(m.Groups[3].Value))
            )
            .ToList();
        Assert.Equal((4, 4), (starts.Min(s => s.X), starts.Min(s => s.Y)));
        Assert.Equal((size - 4, size - 5), (starts.Max(s => s.X + s.Length), starts.Max(s => s.Y)));
        Assert.DoesNotContain("GEZDGNBV", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_PNG_is_one()
    {
        var png = s_renderer.RenderPng(Content);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
    }

    [Fact]
    public void The_terminal_drawing_sets_every_colour_itself_and_resets_every_line()
    {
        var lines = s_renderer.RenderTerminal(Content).TrimEnd('\n').Split('\n');
        Assert.All(
            lines,
            line =>
            {
                Assert.StartsWith("\e[38;5;", line, StringComparison.Ordinal);
                Assert.EndsWith("\e[0m", line, StringComparison.Ordinal);
                Assert.Empty(Escape().Replace(line, "").Replace("▀", "", StringComparison.Ordinal));
            }
        );
        Assert.InRange(lines.Length, 20, 27);
    }

    [Fact]
    public void Absurd_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => s_renderer.RenderSvg(""));
        Assert.Throws<ArgumentException>(() => s_renderer.RenderTerminal(new string('a', 1_001)));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_renderer.RenderPng(Content, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_renderer.RenderPng(Content, 51));
    }

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)")]
    private static partial Regex Move();

    [GeneratedRegex("\e\\[(0|38;5;(16|231);48;5;(16|231))m")]
    private static partial Regex Escape();
}
