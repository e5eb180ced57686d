using System.CommandLine;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
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
        if (ImportFile.LooksLikeUri(userId))
            throw new UsageException("USER is a key URI. Write: import USER --uri otpauth://…");

        var uri = OtpAuthUri.Parse(text);
        if (!uri.Succeeded)
            throw new UsageException($"--uri: {uri.Error}");

        var result = await session.Administration.ImportAsync(userId, uri.Value, actor, cancellationToken);
        return result.Succeeded
            ? Describe(new ImportTally { Imported = [Imported(userId, result.Factor!, uri)] })
            : Answer.Refused(result.Outcome, message: result.Message);
    }

    private static async Task<Answer> ImportFileAsync(
        Session session,
        string file,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var lines = ImportFile.Read(file);
        var tally = new ImportTally { Lines = lines.Count };
        foreach (var line in lines)
        {
            if (line.Kind is ImportLineKind.Blank or ImportLineKind.Header)
                tally.Skipped.Add(line.Number);
            else if (tally.FailedAt is { } failedAt)
                tally.Refuse(line.Number, $"Not tried: the store failed at line {failedAt}.");
            else if (
                (line.Problem ?? await TryImportAsync(session, line, actor, tally, cancellationToken)) is { } problem
            )
                tally.Refuse(line.Number, problem);
        }

        return Describe(tally);
    }

    private static async Task<string?> TryImportAsync(
        Session session,
        ImportLine line,
        string actor,
        ImportTally tally,
        CancellationToken cancellationToken
    )
    {
        var uri = OtpAuthUri.Parse(line.Uri);
        if (!uri.Succeeded)
            return uri.Error;

        try
        {
            var result = await session.Administration.ImportAsync(line.UserId, uri.Value, actor, cancellationToken);
            if (!result.Succeeded)
                return result.Message ?? Answer.Explain(result.Outcome, null, null);

            var imported = Imported(line.UserId, result.Factor!, uri);
            imported.Insert(0, "line", line.Number);
            tally.Add(imported);
            return null;
        }
        catch (ArgumentException e)
        {
            // An invalid user id makes only its own line fail.
            return Answer.Plain(e);
        }
        catch (TwoFactorStoreException e)
        {
            // A record that cannot be decrypted makes only its own line fail. If the store is down, the remaining lines
            // fail too.
            tally.CountFailure(line.Number);
            return e.Message.Replace(line.UserId, "…", StringComparison.Ordinal);
        }
    }

    private static JsonObject Imported(string userId, FactorInfo factor, OtpAuthUriResult uri)
    {
        var json = JsonValues.Factor(factor);
        json.Insert(0, "userId", userId);
        if (uri.Warnings.Count > 0)
            json["warnings"] = JsonValues.Strings(uri.Warnings);

        return json;
    }

    private static Answer Describe(ImportTally tally)
    {
        var json = tally.ToJson();
        return tally.Refused.Count == 0
            ? new Answer { Json = json, Human = console => Show(console, tally) }
            : Answer.Failed(
                "import_incomplete",
                $"{tally.Summary} {string.Join(" ", tally.Refusals)}",
                ExitCodes.Refused,
                more: json
            );
    }

    private static void Show(IAnsiConsole console, ImportTally tally)
    {
        console.MarkupLine($"[green]{tally.Summary}[/]");
        foreach (var warning in tally.Warnings)
            console.MarkupLine($"[yellow]{Printable.Markup(warning)}[/]");
    }
}
