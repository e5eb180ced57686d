using System.Text;
using System.Text.RegularExpressions;

namespace ConsoleSample.Tests;

/// <summary>
/// What a terminal of a given background shows of a page: cells of 10 by 20 pixels, half blocks and ANSI colours, as a
/// grey PGM.
/// </summary>
internal static partial class TerminalPicture
{
    private const int CellWidth = 10;
    private const int CellHeight = 20;
    private const int Columns = 100;

    public static byte[] Draw(string page, byte background)
    {
        var lines = page.TrimEnd('\n').Split('\n');
        var width = Columns * CellWidth;
        var pixels = new byte[width * lines.Length * CellHeight];
        Array.Fill(pixels, background);
        for (var row = 0; row < lines.Length; row++)
            DrawLine(pixels, width, row, lines[row], background);

        return [.. Encoding.ASCII.GetBytes($"P5\n{width} {lines.Length * CellHeight}\n255\n"), .. pixels];
    }

    private static void DrawLine(byte[] pixels, int width, int row, string line, byte background)
    {
        var (fore, back, column) = ((byte)(255 - background), background, 0);
        foreach (Match token in Token().Matches(line))
        {
            if (token.Groups["sgr"].Success)
            {
                (fore, back) = Colours(token.Groups["sgr"].Value, background, fore, back);
                continue;
            }

            // Text is noise to the scanner: a bar in the middle of the cell.
            var isHalf = token.Value == "▀";
            if (column < Columns)
            {
                Fill(pixels, width, row, column, 0, CellHeight, back);
                if (isHalf)
                    Fill(pixels, width, row, column, 0, CellHeight / 2, fore);
                else if (token.Value != " ")
                    Fill(pixels, width, row, column, 8, 12, fore);
            }

            column++;
        }
    }

    private static (byte Fore, byte Back) Colours(string sgr, byte background, byte fore, byte back)
    {
        if (sgr is "0" or "")
            return ((byte)(255 - background), background);

        var match = Explicit().Match(sgr);
        return match.Success ? (Grey(match.Groups[1].Value), Grey(match.Groups[2].Value)) : (fore, back);
    }

    private static byte Grey(string index) => index == "16" ? (byte)0 : (byte)255;

    private static void Fill(byte[] pixels, int width, int row, int column, int top, int bottom, byte value)
    {
        for (var y = top; y < bottom; y++)
            pixels.AsSpan((((row * CellHeight) + y) * width) + (column * CellWidth), CellWidth).Fill(value);
    }

    [GeneratedRegex("\e\\[(?<sgr>[0-9;]*)m|.")]
    private static partial Regex Token();

    [GeneratedRegex("^38;5;([0-9]+);48;5;([0-9]+)$")]
    private static partial Regex Explicit();
}
