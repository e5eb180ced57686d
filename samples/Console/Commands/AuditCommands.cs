using System.CommandLine;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

internal static class AuditCommands
{
    public static void AddTo(Action<Command, CommandAction> add)
    {
        var user = new Argument<string?>("USER")
        {
            Description = "The user's id; default: all trails.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verify = new Option<bool>("--verify") { Description = "Fail if the trail was changed, cut or moved." };
        add(
            new Command("audit", "Show the audit trail and whether it is intact.") { user, verify },
            async (session, parse, _, cancellationToken) =>
            {
                var trail = parse.GetValue(user);
                var verification = await session.Audit.VerifyAsync(trail, cancellationToken);
                var events = new List<AuditEvent>();
                await foreach (var auditEvent in session.Audit.ReadAsync(trail, cancellationToken))
                    events.Add(auditEvent);

                var json = new JsonObject
                {
                    ["events"] = new JsonArray([.. events.Select(e => (JsonNode)Describe(e))]),
                    ["intact"] = verification.IsIntact,
                };
                if (verification.Warnings.Count > 0)
                    json["warnings"] = JsonValues.Strings(verification.Warnings);

                return verification.IsIntact || !parse.GetValue(verify)
                    ? new Answer { Json = json, Human = console => Show(console, events, verification) }
                    : Answer.Failed(
                        "audit_broken",
                        string.Join(" ", verification.Problems),
                        ExitCodes.Refused,
                        more: json
                    );
            }
        );
    }

    private static JsonObject Describe(AuditEvent e)
    {
        var json = new JsonObject
        {
            ["sequence"] = e.Sequence,
            ["at"] = JsonValues.Time(e.At),
            ["userId"] = e.UserId,
            ["type"] = e.Type,
        };
        json.Put("factorId", e.FactorId);
        json.Put("method", e.Method);
        json.Put("outcome", e.Outcome);
        json.Put("detail", e.Detail);
        json.Put("actor", e.Actor);
        json.Put("reason", e.Reason);
        json["hash"] = Convert.ToHexStringLower(e.Hash.Span);
        return json;
    }

    private static void Show(IAnsiConsole console, List<AuditEvent> events, AuditVerification verification)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table
            .AddColumns("#", "User")
            .AddColumn("At (UTC)", c => c.NoWrap())
            .AddColumn("Event", c => c.NoWrap())
            .AddColumns("Outcome", "By");
        foreach (var e in events)
            table.AddRow(
                $"{e.Sequence}",
                Printable.Markup(e.UserId),
                Pages.Time(e.At),
                Printable.Markup(e.Type),
                Printable.Markup($"{e.Outcome} {e.Detail}".Trim()),
                Printable.Markup(e.Actor is null ? "" : $"{e.Actor}: {e.Reason}")
            );

        console.Write(table);
        if (verification.IsIntact)
            console.MarkupLine("[green]The trail is intact.[/]");

        foreach (var warning in verification.Warnings)
            console.MarkupLine($"[yellow]{Printable.Markup(warning)}[/]");

        foreach (var problem in verification.Problems)
            console.MarkupLine($"[red]{Printable.Markup(problem)}[/]");
    }
}
