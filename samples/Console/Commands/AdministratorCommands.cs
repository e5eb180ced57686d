using System.CommandLine;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

internal static class AdministratorCommands
{
    public static void AddTo(Action<Command, CommandAction> add)
    {
        AddReset(add);
        AddTemporaryCode(add);
        AddErase(add);
        AddPurge(add);
        AddDropEvents(add);
        AddRebuildRoster(add);
        AddReport(add);
        AddReseal(add);
    }

    private static void AddReset(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var actor = Arguments.Actor();
        var reason = Arguments.Reason();
        add(
            new Command("reset", "Empty a user's second factor; the next sign-in leads to enrolment.")
            {
                user,
                actor,
                reason,
            },
            async (session, parse, _, cancellationToken) =>
            {
                var id = parse.GetRequiredValue(user);
                var result = await session.Reset.ResetAsync(
                    new ResetRequest
                    {
                        UserId = id,
                        Actor = parse.GetRequiredValue(actor),
                        Reason = parse.GetRequiredValue(reason),
                    },
                    cancellationToken
                );
                return result.Succeeded
                    ? new Answer
                    {
                        Json = new JsonObject { ["userId"] = id, ["resetAt"] = JsonValues.Time(result.ResetAt!.Value) },
                        Human = console =>
                            console.MarkupLine(
                                $"[green]Reset.[/] The next sign-in of {Printable.Markup(id)} leads through enrolment."
                            ),
                    }
                    : Answer.Refused(result.Outcome);
            }
        );
    }

    private static void AddTemporaryCode(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var actor = Arguments.Actor();
        var reason = Arguments.Reason();
        var valid = new Option<string?>("--valid")
        {
            Description = "How long it is good, e.g. 30m; default 1h, at most 24h.",
        };
        add(
            new Command("temporary-code", "Issue a code that works once, for a user who lost the phone.")
            {
                user,
                actor,
                reason,
                valid,
            },
            async (session, parse, _, cancellationToken) =>
            {
                var request = new ResetRequest
                {
                    UserId = parse.GetRequiredValue(user),
                    Actor = parse.GetRequiredValue(actor),
                    Reason = parse.GetRequiredValue(reason),
                };
                var validFor = parse.GetValue(valid) is { } text ? Durations.Parse(text, "--valid") : (TimeSpan?)null;
                var result = await session.Reset.IssueTemporaryCodeAsync(request, validFor, cancellationToken);
                if (result.Outcome == TwoFactorOutcome.InvalidInput)
                    throw new UsageException($"--valid: {result.Message}");

                return result.Succeeded
                    ? new Answer
                    {
                        Json = new JsonObject
                        {
                            ["code"] = result.Code,
                            ["expiresAt"] = JsonValues.Time(result.ExpiresAt!.Value),
                        },
                        Human = console =>
                            console.MarkupLine(
                                $"[bold]{result.Code}[/], good once until {Pages.Time(result.ExpiresAt)} UTC. "
                                    + "It is not shown again."
                            ),
                    }
                    : Answer.Refused(result.Outcome);
            }
        );
    }

    private static void AddErase(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var actor = Arguments.Actor();
        var reason = Arguments.Reason();
        add(
            new Command("erase", "Erase a user whose account is deleted: record and trail go, and one event says so.")
            {
                user,
                actor,
                reason,
            },
            async (session, parse, _, cancellationToken) =>
            {
                var id = parse.GetRequiredValue(user);
                var result = await session.Administration.EraseAsync(
                    new ResetRequest
                    {
                        UserId = id,
                        Actor = parse.GetRequiredValue(actor),
                        Reason = parse.GetRequiredValue(reason),
                    },
                    cancellationToken
                );
                return result.Succeeded
                    ? new Answer
                    {
                        Json = new JsonObject
                        {
                            ["userId"] = id,
                            ["erasedAt"] = JsonValues.Time(result.ResetAt!.Value),
                        },
                        Human = console =>
                            console.MarkupLine(
                                $"[green]Erased.[/] Of {Printable.Markup(id)} one event is left, which says so."
                            ),
                    }
                    : Answer.Refused(result.Outcome);
            }
        );
    }

    private static void AddPurge(Action<Command, CommandAction> add) =>
        add(
            new Command(
                "purge",
                "Delete what expired unseen: unconfirmed factors and their numbers, challenges, old limits."
            ),
            async (session, _, _, cancellationToken) =>
            {
                var purged = await session.Administration.PurgeAsync(null, cancellationToken);
                return new Answer
                {
                    Json = new JsonObject
                    {
                        ["accounts"] = purged.Accounts,
                        ["pruned"] = purged.Pruned,
                        ["events"] = purged.Events,
                        ["quotas"] = purged.Quotas,
                        ["dropped"] = purged.Dropped,
                    },
                    Human = console =>
                        console.MarkupLine(
                            $"[green]{purged.Accounts} accounts looked at:[/] {purged.Pruned} had something "
                                + $"that expired; {purged.Events} events of erased users and {purged.Quotas} "
                                + "old limits deleted."
                        ),
                };
            }
        );

    private static void AddDropEvents(Action<Command, CommandAction> add)
    {
        var olderThan = new Option<string>("--older-than")
        {
            Description = "The age from which events are dropped, e.g. 400d; at least 1d.",
            Required = true,
        };
        var actor = Arguments.Actor();
        var reason = Arguments.Reason();
        add(
            new Command("drop-events", "Drop old audit events behind a sealed checkpoint; the rest still verifies.")
            {
                olderThan,
                actor,
                reason,
            },
            async (session, parse, _, cancellationToken) =>
            {
                var age = Durations.Parse(parse.GetRequiredValue(olderThan), "--older-than");
                if (age < TimeSpan.FromDays(1))
                    throw new UsageException("--older-than is 1d or more.");

                var dropped = await session.Audit.DropAsync(
                    new AuditDropRequest
                    {
                        OlderThan = age,
                        Actor = parse.GetRequiredValue(actor),
                        Reason = parse.GetRequiredValue(reason),
                    },
                    cancellationToken
                );
                var json = new JsonObject { ["events"] = dropped.Events, ["trails"] = dropped.Trails };
                return dropped.Problems.Count == 0
                    ? new Answer
                    {
                        Json = json,
                        Human = console =>
                            console.MarkupLine(
                                $"[green]{dropped.Events} events of {dropped.Trails} trails dropped.[/]"
                            ),
                    }
                    : Answer.Failed("audit_broken", string.Join(" ", dropped.Problems), ExitCodes.Refused, more: json);
            }
        );
    }

    private static void AddRebuildRoster(Action<Command, CommandAction> add)
    {
        var actor = Arguments.Actor();
        var reason = Arguments.Reason();
        add(
            new Command("rebuild-roster", "Rebuild the sealed list of users with a second factor from the records.")
            {
                actor,
                reason,
            },
            async (session, parse, _, cancellationToken) =>
            {
                var rebuilt = await session.Administration.RebuildRosterAsync(
                    parse.GetRequiredValue(actor),
                    parse.GetRequiredValue(reason),
                    cancellationToken
                );
                return new Answer
                {
                    Json = new JsonObject { ["listed"] = rebuilt.Listed, ["pagesReplaced"] = rebuilt.PagesReplaced },
                    Human = console =>
                        console.MarkupLine(
                            $"[green]{rebuilt.Listed} users listed,[/] {rebuilt.PagesReplaced} pages begun anew."
                        ),
                };
            }
        );
    }

    private static void AddReport(Action<Command, CommandAction> add) =>
        add(
            new Command("report", "Count users, enrolments, methods, locks and weak secrets."),
            async (session, _, _, cancellationToken) =>
                Describe(
                    await session.Administration.ReportAsync(cancellationToken),
                    await WeakUsersAsync(session, cancellationToken)
                )
        );

    private static Answer Describe(TwoFactorReport report, List<string> weak)
    {
        var byMethod = new JsonObject();
        foreach (var (method, count) in report.ByMethod)
            byMethod[method] = count;

        var json = new JsonObject
        {
            ["users"] = report.Users,
            ["enrolled"] = report.Enrolled,
            ["byMethod"] = byMethod,
            ["locked"] = report.Locked,
        };
        if (weak.Count > 0)
            json["weak"] = JsonValues.Strings(weak);

        return new Answer
        {
            Json = json,
            Human = console =>
            {
                var table = new Table()
                    .Border(TableBorder.Rounded)
                    .AddColumns("Users", "Enrolled", "By method", "Locked");
                table.AddRow(
                    $"{report.Users}",
                    $"{report.Enrolled}",
                    Printable.Markup(string.Join(", ", report.ByMethod.Select(m => $"{m.Key} {m.Value}"))),
                    $"{report.Locked}"
                );
                console.Write(table);
                if (weak.Count > 0)
                    console.MarkupLine(
                        "[yellow]Imported with a secret of fewer than 128 bits; let them enrol anew:[/] "
                            + Printable.Markup(string.Join(", ", weak))
                    );
            },
        };
    }

    private static async Task<List<string>> WeakUsersAsync(Session session, CancellationToken cancellationToken)
    {
        const int PageSize = 1_000;
        var weak = new List<string>();
        string? after = null;
        while (true)
        {
            var page = await session.Administration.ListUsersAsync(after, PageSize, cancellationToken);
            weak.AddRange(page.Where(u => u.HasWeakFactor).Select(u => u.UserId));
            if (page.Count < PageSize)
                return weak;

            after = page[^1].UserId;
        }
    }

    private static void AddReseal(Action<Command, CommandAction> add) =>
        add(
            new Command("reseal", "Seal all records with the newest key; then older keys can go."),
            async (session, _, isJson, cancellationToken) =>
            {
                var result = isJson
                    ? await session.Administration.ResealAsync(null, cancellationToken)
                    : await AnsiConsole
                        .Progress()
                        .StartAsync(async context =>
                        {
                            var task = context.AddTask("Sealing");
                            return await session.Administration.ResealAsync(new Bar(task), cancellationToken);
                        });
                var json = new JsonObject { ["resealed"] = result.Resealed, ["left"] = result.Left };
                return result.Left == 0
                    ? new Answer
                    {
                        Json = json,
                        Human = console =>
                            console.MarkupLine(
                                $"[green]{result.Resealed} sealed anew, none left.[/] Keys before the newest can go."
                            ),
                    }
                    : Answer.Failed(
                        "not_opened",
                        $"{result.Resealed} sealed anew; {result.Left} did not open and keep their old seal. "
                            + "Keep the old keys, and see: audit --verify",
                        ExitCodes.Refused,
                        more: json
                    );
            }
        );

    private sealed class Bar(ProgressTask task) : IProgress<ResealProgress>
    {
        public void Report(ResealProgress value)
        {
            task.MaxValue = Math.Max(1, value.Resealed + value.Left);
            task.Value = value.Left == 0 ? task.MaxValue : value.Resealed;
        }
    }
}
