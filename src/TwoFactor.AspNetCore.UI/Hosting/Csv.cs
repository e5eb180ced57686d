using System.Buffers;
using System.Text;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// A table as CSV (RFC 4180), in UTF-8 with a byte order mark, so that spreadsheets detect the encoding. A value that a
/// spreadsheet would read as a formula gets an apostrophe in front (CSV injection): names and reasons are typed by
/// people.
/// </summary>
internal sealed class Csv
{
    public const string ContentType = "text/csv; charset=utf-8";

    // Those of full width count where the spreadsheet's language has them (OWASP, CSV injection).
    private static readonly SearchValues<char> s_starts = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private readonly StringBuilder _text = new("\uFEFF");

    public Csv Row(params IEnumerable<string?> cells)
    {
        _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    private static string Cell(string? text) =>
        $"\"{Harmless(text ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Where the decimal separator is a comma, spreadsheets split at semicolons, and pass over the quotes of all cells
    // but the first.
    private static string Harmless(string text)
    {
        if (!text.AsSpan().ContainsAny(s_starts))
            return text;

        var safe = new StringBuilder(text.Length + 1);
        var isStart = true;
        foreach (var c in text)
        {
            if (isStart && s_starts.Contains(c))
                safe.Append('\'');

            safe.Append(c);
            isStart = c == ';';
        }

        return safe.ToString();
    }
}
