using System.Diagnostics;

namespace TwoFactor.Docs.Tests;

/// <summary>Runs commands in a shell that stops at the first failure.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    public static async Task RunAsync(
        string folder,
        string commands,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var (output, exitCode) = await AnswerAsync(folder, commands, _ => null, environment);
        if (exitCode != 0)
            throw new InvalidOperationException($"'{commands}' ended with {exitCode}:\n{string.Join('\n', output)}");
    }

    /// <summary>Runs commands and types an answer to the lines that ask for one.</summary>
    public static async Task<(IReadOnlyList<string> Output, int ExitCode)> AnswerAsync(
        string folder,
        string commands,
        Func<string, string?> answerTo,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo("bash", ["-e", "-u", "-c", commands])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        // A build server that outlives the command would keep the pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(s_patience);
        await using var killing = timeout.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            output.Add(line);
            if (answerTo(line) is { } answer)
                await process.StandardInput.WriteLineAsync(answer);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        return ([.. output, .. (await errors).Split('\n')], process.ExitCode);
    }
}
