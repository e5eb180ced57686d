using System.Text;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// A table as CSV (RFC 4180), in UTF-8 with a mark so that spreadsheets read it as that. What a spreadsheet would take
/// for a formula begins with an apostrophe: names and reasons come from people.
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
