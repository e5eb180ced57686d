using System.Globalization;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;

namespace ConsoleSample.Commands;

/// <summary>The result for each line of an import: imported, refused, or skipped as blank or as the header.</summary>
internal sealed class ImportTally
{
    private const int MaxFailures = 3;

    private int _failures;

    /// <summary>The number of lines in the file; null without a file.</summary>
    public int? Lines { get; init; }

    public JsonArray Imported { get; init; } = [];

    public JsonArray Refused { get; } = [];

    public List<int> Skipped { get; } = [];

    /// <summary>The line at which the store failed for the third time in a row. Later lines are not tried.</summary>
    public int? FailedAt { get; private set; }

    public string Summary
    {
        get
        {
            var weak = Imported.Count(i => i!["weak"] is not null);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Imported.Count} taken over{(weak > 0 ? $" ({weak} with a weak secret)" : "")}, "
                    + $"{Refused.Count} refused."
            );
        }
    }

    public IEnumerable<string> Refusals => Refused.Select(r => $"{Line(r!)}{r!["message"]}");

    public IEnumerable<string> Warnings =>
        Imported.SelectMany(i => i!["warnings"]?.AsArray().Select(w => $"{Line(i)}{w}") ?? []);

    public void Add(JsonObject imported)
    {
        _failures = 0;
        Imported.Add(imported);
    }

    public void CountFailure(int line) => FailedAt = ++_failures == MaxFailures ? line : FailedAt;

    public void Refuse(int line, string problem) =>
        Refused.Add(new JsonObject { ["line"] = line, ["message"] = problem });

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        json.Put("lines", Lines);
        json["imported"] = Imported;
        json["refused"] = Refused;
        if (Lines is not null)
            json["skipped"] = new JsonArray([.. Skipped.Select(n => (JsonNode)n)]);

        return json;
    }

    private static string Line(JsonNode entry) =>
        entry["line"] is { } line ? string.Create(CultureInfo.InvariantCulture, $"Line {line}: ") : "";
}
