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

    private readonly StringBuilder _text = new("\uFEFF");

    public Csv Row(params IEnumerable<string?> cells)
    {
        _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    private static string Cell(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{text}" : text ?? "";
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
