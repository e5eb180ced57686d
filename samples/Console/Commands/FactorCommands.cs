using System.CommandLine;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

internal static class FactorCommands
{
    public static void AddTo(Action<Command, CommandAction> add)
    {
        AddStatus(add);
        AddRename(add);
        AddRemove(add);
        AddRecoveryCodes(add);
    }

    private static void AddStatus(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        add(
            new Command("status", "Show a user's second factor.") { user },
            async (session, parse, _, cancellationToken) =>
            {
                var status = await session.Enrollment.GetStatusAsync(parse.GetRequiredValue(user), cancellationToken);
                var json = new JsonObject
                {
                    ["userId"] = status.UserId,
                    ["enabled"] = status.Enabled,
                    ["factors"] = new JsonArray([.. status.Factors.Select(f => (JsonNode)JsonValues.Factor(f))]),
                    ["recoveryCodesLeft"] = status.RecoveryCodesLeft,
                    ["trustedDevices"] = status.TrustedDevices,
                };
                json.Put("lockedUntil", status.LockedUntil);
                return new Answer
                {
                    Json = json,
                    Human = console =>
                    {
                        console.MarkupLine(
                            $"{Printable.Markup(status.UserId)}: second factor "
                                + $"{(status.Enabled ? "[green]on[/]" : "[yellow]off[/]")}, "
                                + $"{status.RecoveryCodesLeft} recovery codes left"
                                + (
                                    status.LockedUntil is { } until
                                        ? $", [red]locked until {Pages.Time(until)} UTC[/]"
                                        : ""
                                )
                        );
                        if (status.Factors.Count > 0)
                            console.Write(Pages.Factors(status.Factors));
                    },
                };
            }
        );
    }

    private static void AddRename(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var factorId = Arguments.FactorId();
        var name = new Argument<string>("NAME") { Description = "The new name." };
        add(
            new Command("rename", "Rename a factor.") { user, factorId, name },
            async (session, parse, _, cancellationToken) =>
                Describe(
                    await session.Enrollment.RenameAsync(
                        parse.GetRequiredValue(user),
                        parse.GetRequiredValue(factorId),
                        parse.GetRequiredValue(name),
                        cancellationToken
                    ),
                    null
                )
        );
    }

    private static void AddRemove(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var factorId = Arguments.FactorId();
        var proof = Arguments.Proof();
        add(
            new Command("remove", "Remove a factor.") { user, factorId, proof },
            async (session, parse, _, cancellationToken) =>
            {
                var request = new RemovalRequest
                {
                    UserId = parse.GetRequiredValue(user),
                    FactorId = parse.GetRequiredValue(factorId),
                    Proof = session.Proof(parse.GetValue(proof)),
                };
                return Describe(await session.Enrollment.RemoveAsync(request, cancellationToken), "removed");
            }
        );
    }

    private static void AddRecoveryCodes(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var proof = Arguments.Proof();
        add(
            new Command("recovery-codes", "Make new recovery codes; the old ones are void.") { user, proof },
            async (session, parse, _, cancellationToken) =>
            {
                var result = await session.Enrollment.RegenerateRecoveryCodesAsync(
                    parse.GetRequiredValue(user),
                    session.Proof(parse.GetValue(proof)),
                    cancellationToken
                );
                return result.Succeeded
                    ? new Answer
                    {
                        Json = new JsonObject { ["codes"] = JsonValues.Strings(result.RecoveryCodes!) },
                        Human = console => Pages.RecoveryCodes(console, result.RecoveryCodes!),
                    }
                    : Answer.Refused(result.Outcome, result.AttemptsLeft, result.RetryAfter, result.Message);
            }
        );
    }

    private static Answer Describe(FactorChangeResult result, string? status)
    {
        if (!result.Succeeded)
            return Answer.Refused(result.Outcome, result.AttemptsLeft, result.RetryAfter, result.Message);

        var json = JsonValues.Factor(result.Factor!);
        json.Put("status", status ?? JsonValues.Name(result.Factor!.Status));
        return new Answer
        {
            Json = json,
            Human = console =>
                console.MarkupLine(
                    $"[green]Done:[/] {Printable.Markup(result.Factor!.Name)}{(status is null ? "" : $" {status}")}."
                ),
        };
    }
}
