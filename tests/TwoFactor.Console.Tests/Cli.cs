using System.Diagnostics;
using System.Text.Json.Nodes;
using TwoFactor;

namespace ConsoleSample.Tests;

/// <summary>
/// The console sample as a process of its own, with a store in a folder of its own and a clock that stands where the
/// test puts it.
/// </summary>
internal sealed class Cli : IDisposable
{
    public static readonly DateTimeOffset Start = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("two-factor-");

    public string Folder => _folder.FullName;

    public string Database => Path.Combine(Folder, "store.db");

    public string KeyFile => Database + ".key";

    /// <summary>Where accounts are kept; null for a file in the folder.</summary>
    public string? Store { get; set; }

    public DateTimeOffset? Now { get; set; } = Start;

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What the process is started through, e.g. a shell with other rights.</summary>
    public IReadOnlyList<string> Through { get; set; } = [];

    public void NextStep() => Now += TimeSpan.FromSeconds(30);

    public CliResult Run(params string[] arguments) => StartCommand(arguments).Finish();

    public CliProcess StartCommand(params string[] arguments) =>
        StartRaw([
            .. arguments,
            "--json",
            "--store",
            Store ?? $"sqlite:{Database}",
            .. Store is null ? Array.Empty<string>() : ["--key-file", KeyFile],
            .. Now is { } now ? new[] { "--now", now.ToString("O") } : [],
        ]);

    public CliProcess StartRaw(params string[] arguments)
    {
        string[] line =
        [
            .. Through,
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "two-factor-console.dll"),
            .. arguments,
        ];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;

        start.Environment["DOTNET_TieredPGO"] = "0";
        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Enrols and confirms a user, and moves the clock on.</summary>
    public CliUser Enroll(string user = "alice")
    {
        var pending = Run("enroll", user, "--method", "totp").Ok();
        var uri = OtpAuthUri.Parse(pending["uri"]!.GetValue<string>()).Value!;
        var factorId = pending["factorId"]!.GetValue<string>();
        var enrolled = new CliUser(user, factorId, uri.Secret.ToArray(), []);
        var confirmed = Run("confirm", user, factorId, enrolled.Code(Now!.Value)).Ok();
        NextStep();
        return enrolled with
        {
            RecoveryCodes = [.. confirmed["recoveryCodes"]!.AsArray().Select(c => c!.GetValue<string>())],
        };
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

internal sealed record CliUser(string Name, string FactorId, byte[] Secret, IReadOnlyList<string> RecoveryCodes)
{
    public string Code(DateTimeOffset now, int steps = 0) =>
        Totp.Compute(Secret, TotpParameters.Default.StepAt(now) + steps, TotpParameters.Default);
}

internal sealed class CliProcess(Process process)
{
    private readonly Task<string> _output = process.StandardOutput.ReadToEndAsync();
    private readonly Task<string> _errors = process.StandardError.ReadToEndAsync();

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public CliResult Finish()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        using (process)
            return new CliResult(process.ExitCode, _output.GetAwaiter().GetResult(), _errors.GetAwaiter().GetResult());
    }
}

internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    public string? Code => Json["error"]?["code"]?.GetValue<string>() ?? Json["outcome"]?.GetValue<string>();

    public JsonObject Ok()
    {
        Assert.True(ExitCode == 0, $"exit {ExitCode}: {Output} {Errors}");
        return Json;
    }

    /// <summary>Exactly one line that says what is wrong, and no stack trace.</summary>
    public string Line()
    {
        var line = Assert.Single(Errors.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        return line;
    }
}
