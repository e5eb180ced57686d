using System.Globalization;
using System.Text;
using ConsoleSample.Cli;
using CsvHelper;
using CsvHelper.Configuration;

namespace ConsoleSample.Commands;

/// <summary>
/// Reads a file with a user and a key URI on each line. Neither contains a line break, so each line is a record: an
/// unclosed quote makes only its own line fail, and line numbers stay correct. A problem never repeats text of the
/// line, because a malformed line may have a secret anywhere.
/// </summary>
internal static class ImportFile
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    public static IReadOnlyList<ImportLine> Read(string path)
    {
        var lines = new List<ImportLine>();
        var isFirst = true;
        using var reader = new StringReader(ReadText(path));
        while (reader.ReadLine() is { } text)
        {
            var line = ReadLine(lines.Count + 1, text, isFirst);
            isFirst &= line.Kind == ImportLineKind.Blank;
            lines.Add(line);
        }

        return lines;
    }

    // Text that is not UTF-8 would enrol the wrong users. Then nothing of the file is imported.
    private static string ReadText(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"--csv: the file '{path}' does not exist.");

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--csv: '{path}' cannot be read: {e.Message}");
        }

        const string Remedy = "Nothing was imported. Save it as UTF-8.";
        try
        {
            var text = s_utf8.GetString(
                bytes.AsSpan().StartsWith(s_utf8.Preamble) ? bytes.AsSpan(s_utf8.Preamble.Length) : bytes
            );
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new UsageException($"--csv: '{path}' holds NUL characters, as UTF-16 does. {Remedy}")
                : text;
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"--csv: '{path}' is not UTF-8. {Remedy}");
        }
    }

    private static ImportLine ReadLine(int number, string text, bool isFirst)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new(number, ImportLineKind.Blank);

        if (Split(text) is not { } fields)
            return Refuse(number, "A quote is open, or stands within a field.");

        if (fields is not [var user, var uri])
            return Refuse(number, $"The line is not of the form user,uri: {Columns(text, fields.Length)}.");

        if (isFirst && Is(user, "user") && Is(uri, "uri"))
            return new(number, ImportLineKind.Header);

        if (LooksLikeUri(user))
            return Refuse(number, "A key URI stands in the column of users. Are the columns swapped?");

        return string.IsNullOrWhiteSpace(user)
            ? Refuse(number, "The user is missing.")
            : new(number, ImportLineKind.Secret) { UserId = user.Trim(), Uri = uri };
    }

    // Null if a quote is misplaced.
    private static string[]? Split(string text)
    {
        var isBad = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => isBad = true,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var fields = parser.Read() ? parser.Record : null;
        return isBad ? null : fields;
    }

    private static string Columns(string text, int count)
    {
        var other =
            text.Contains(';', StringComparison.Ordinal) ? " (separated by semicolons?)"
            : text.Contains('\t', StringComparison.Ordinal) ? " (separated by tabs?)"
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"it has {count} {(count == 1 ? "column" : "columns")} between commas{other}"
        );
    }

    public static bool LooksLikeUri(string text) =>
        text.Contains("otpauth", StringComparison.OrdinalIgnoreCase) && text.Contains(':', StringComparison.Ordinal)
        || text.Contains("secret=", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static ImportLine Refuse(int number, string problem) =>
        new(number, ImportLineKind.Refused) { Problem = problem };
}
