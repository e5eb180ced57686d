using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Microsoft.VisualBasic.FileIO;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

internal static class ImportCommands
{
    public static void AddTo(Action<Command, CommandAction> add)
    {
        var user = new Argument<string?>("USER")
        {
            Description = "The user's id, with --uri.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var uri = new Option<string?>("--uri") { Description = "The key URI of the other system: otpauth://totp/…" };
        var csv = new Option<string?>("--csv")
        {
            Description = "A file with a line 'user,uri' for each secret; a header line is passed over.",
        };
        var actor = new Option<string>("--actor")
        {
            Description = "The administrator who does it.",
            DefaultValueFactory = _ => "console",
        };
        add(
            new Command("import", "Take over TOTP secrets from another system.") { user, uri, csv, actor },
            async (session, parse, _, cancellationToken) =>
            {
                var who = parse.GetRequiredValue(actor);
                return (parse.GetValue(user), parse.GetValue(uri), parse.GetValue(csv)) switch
                {
                    ({ } id, { } text, null) => await ImportOneAsync(session, id, text, who, cancellationToken),
                    (null, null, { } file) => await ImportFileAsync(session, file, who, cancellationToken),
                    _ => throw new UsageException("Write either: import USER --uri otpauth://… or: import --csv FILE."),
                };
            }
        );
    }

    private static async Task<Answer> ImportOneAsync(
        Session session,
        string userId,
        string text,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var uri = OtpAuthUri.Parse(text);
        if (!uri.Succeeded)
            throw new UsageException($"--uri: {uri.Error}");

        var result = await session.Administration.ImportAsync(userId, uri.Value, actor, cancellationToken);
        return result.Succeeded
            ? Describe([Imported(userId, result.Factor!)], [])
            : Answer.Refused(result.Outcome, message: result.Message);
    }

    private static async Task<Answer> ImportFileAsync(
        Session session,
        string file,
        string actor,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(file))
            throw new UsageException($"--csv: the file '{file}' does not exist.");

        JsonArray imported = [];
        JsonArray refused = [];
        foreach (var (line, userId, text) in Read(file))
        {
            var problem = await TryImportAsync(session, userId, text, actor, imported, cancellationToken);
            if (problem is not null)
                refused.Add(
                    new JsonObject
                    {
                        ["line"] = line,
                        ["userId"] = userId,
                        ["message"] = problem,
                    }
                );
        }

        return Describe(imported, refused);
    }

    private static async Task<string?> TryImportAsync(
        Session session,
        string userId,
        string text,
        string actor,
        JsonArray imported,
        CancellationToken cancellationToken
    )
    {
        if (text.Length == 0)
            return "The line is not of the form user,uri.";

        var uri = OtpAuthUri.Parse(text);
        if (!uri.Succeeded)
            return uri.Error;

        try
        {
            var result = await session.Administration.ImportAsync(userId, uri.Value, actor, cancellationToken);
            if (!result.Succeeded)
                return result.Message ?? Answer.Explain(result.Outcome, null, null);

            imported.Add(Imported(userId, result.Factor!));
            return null;
        }
        catch (Exception e) when (e is ArgumentException or TwoFactorStoreException)
        {
            // A user id that cannot be one, or a broken record, spoils its line and no other.
            return e.Message;
        }
    }

    private static IEnumerable<(long Line, string UserId, string Uri)> Read(string file)
    {
        using var parser = new TextFieldParser(file) { HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = true };
        parser.SetDelimiters(",");
        while (!parser.EndOfData)
        {
            var line = parser.LineNumber;
            string[] fields;
            try
            {
                fields = parser.ReadFields() ?? [];
            }
            catch (MalformedLineException)
            {
                fields = [];
            }

            if (
                line == 1
                && fields is [var user, var uri]
                && user.Equals("user", StringComparison.OrdinalIgnoreCase)
                && uri.Equals("uri", StringComparison.OrdinalIgnoreCase)
            )
                continue;

            yield return fields is [var id, var text] ? (line, id, text) : (line, fields.FirstOrDefault() ?? "", "");
        }
    }

    private static JsonObject Imported(string userId, FactorInfo factor)
    {
        var json = JsonValues.Factor(factor);
        json.Insert(0, "userId", userId);
        return json;
    }

    private static Answer Describe(JsonArray imported, JsonArray refused)
    {
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{imported.Count} taken over, {refused.Count} refused."
        );
        var details = string.Join(
            " ",
            refused.Select(r => string.Create(CultureInfo.InvariantCulture, $"Line {r!["line"]}: {r["message"]}"))
        );
        var json = new JsonObject { ["imported"] = imported, ["refused"] = refused };
        return refused.Count == 0
            ? new Answer { Json = json, Human = console => console.MarkupLine($"[green]{summary}[/]") }
            : Answer.Failed("import_incomplete", $"{summary} {details}", ExitCodes.Refused, more: json);
    }
}
