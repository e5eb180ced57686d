using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConsoleSample.Commands;
using ConsoleSample.Guided;
using Microsoft.Extensions.Options;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>Parses and runs the commands, and writes their answers and errors.</summary>
internal static class CommandLine
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Console = Plain();

        var common = new CommonOptions();
        var parse = Root(common).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0)
        {
            var isJson = args.Any(a => a is "--json" or "--json=true" or "--json:true");
            return Print(
                Answer.Failed(
                    "usage",
                    $"{string.Join(" ", parse.Errors.Select(e => e.Message))} See --help.",
                    ExitCodes.Usage
                ),
                isJson
            );
        }

        // Ctrl-C cancels the token. The command then ends by itself and reports it.
        return await parse.InvokeAsync(
            new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
            }
        );
    }

    private static RootCommand Root(CommonOptions common)
    {
        var root = new RootCommand(
            "Two-factor authentication on the command line. Without a command: a guided enrolment and sign-in."
        );
        common.AddTo(root);
        root.SetAction(
            (parse, cancellationToken) =>
                GuardAsync(
                    common.IsJson(parse),
                    async () =>
                    {
                        if (common.IsJson(parse))
                            throw new UsageException("--json needs a command. See --help.");

                        await using var session = await Session.OpenAsync(
                            common.Store(parse),
                            common.Sms(parse),
                            common.Clock(parse),
                            cancellationToken
                        );
                        return await new GuidedTour(session, Console.In, AnsiConsole.Console).RunAsync(
                            cancellationToken
                        );
                    }
                )
        );

        void Add(Command command, CommandAction action) => AddBelow(root, command, action);

        void AddBelow(Command parent, Command command, CommandAction action)
        {
            command.SetAction(
                (parse, cancellationToken) =>
                    GuardAsync(
                        common.IsJson(parse),
                        async () =>
                        {
                            await using var session = await Session.OpenAsync(
                                common.Store(parse),
                                common.Sms(parse),
                                common.Clock(parse),
                                cancellationToken
                            );
                            return Print(
                                await action(session, parse, common.IsJson(parse), cancellationToken),
                                common.IsJson(parse)
                            );
                        }
                    )
            );
            parent.Subcommands.Add(command);
        }

        EnrollmentCommands.AddTo(Add);
        SignInCommands.AddTo(Add);
        FactorCommands.AddTo(Add);
        AdministratorCommands.AddTo(Add);
        PolicyCommands.AddTo(root, AddBelow);
        AuditCommands.AddTo(Add);
        ImportCommands.AddTo(Add);
        return root;
    }

    private static async Task<int> GuardAsync(bool isJson, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (UsageException e)
        {
            return Print(Answer.Failed("usage", e.Message, ExitCodes.Usage), isJson);
        }
        catch (OptionsValidationException e)
        {
            return Print(Answer.Failed("configuration", string.Join(" ", e.Failures), ExitCodes.Usage), isJson);
        }
        catch (ArgumentException e)
        {
            return Print(Answer.Failed("usage", Answer.Plain(e), ExitCodes.Usage), isJson);
        }
        catch (InvalidOperationException e)
        {
            return Print(Answer.Failed("configuration", Explain(e), ExitCodes.Usage), isJson);
        }
        catch (OperationCanceledException)
        {
            return Print(
                Answer.Failed(
                    "cancelled",
                    "Interrupted. The account is as it was, or as the last step left it.",
                    ExitCodes.Refused
                ),
                isJson
            );
        }
        catch (TwoFactorStoreException e)
        {
            return Print(Answer.Failed("infrastructure", e.Message, ExitCodes.Infrastructure), isJson);
        }
#pragma warning disable CA1031 // The last resort: no stack trace reaches a user.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Print(Answer.Failed("infrastructure", e.Message, ExitCodes.Infrastructure), isJson);
        }
    }

    // A program that reads a pipe needs no colours, and no lines wrapped at a window's width.
    private static IAnsiConsole Plain()
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors }
        );
        console.Profile.Width = 160;
        return console;
    }

    private static string Explain(Exception e) =>
        e.InnerException is null ? e.Message : $"{e.Message} {Explain(e.InnerException)}";

    private static int Print(Answer answer, bool isJson)
    {
        if (isJson)
            Console.Out.WriteLine(Printable.EscapeJson(answer.Json.ToJsonString(s_json)));

        if (answer.Error is { } error)
            Console.Error.WriteLine(Printable.Escape(error.ReplaceLineEndings(" ")));
        else if (!isJson)
            answer.Human(AnsiConsole.Console);

        return answer.ExitCode;
    }
}
