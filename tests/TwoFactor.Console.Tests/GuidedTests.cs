using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using TwoFactor;

namespace ConsoleSample.Tests;

/// <summary>The README's first command, played by someone with an authenticator app and a keyboard.</summary>
public sealed partial class GuidedTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("two-factor-home-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void A_stranger_enrols_signs_in_and_the_same_code_is_refused()
    {
        var first = Play(("digits that the app shows: ", Confirm), ("Code: ", SignIn));
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("It is on.", first.Output, StringComparison.Ordinal);
        Assert.Contains("Recovery codes", first.Output, StringComparison.Ordinal);
        Assert.Contains("You are signed in", first.Output, StringComparison.Ordinal);
        Assert.Contains("code_used", first.Output, StringComparison.Ordinal);

        // The second time it is a sign-in; a recovery code does as well.
        var recovery = Recovery().Match(first.Output).Value;
        var second = Play(("Code: ", (_, _) => "000000"), ("Code: ", (_, _) => recovery));
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("That code is wrong.", second.Errors, StringComparison.Ordinal);
        Assert.Contains("recovery_code", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_more_input_it_ends_with_one_line()
    {
        var result = Play();
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("There is no more input. Run it again to go on.", result.Line());
    }

    private static string Confirm(byte[] secret, DateTimeOffset now) => Code(secret, now, 0);

    // The step after the one that confirmed: a code that the app will show in a moment.
    private static string SignIn(byte[] secret, DateTimeOffset now) => Code(secret, now, 1);

    private static string Code(byte[] secret, DateTimeOffset now, int steps) =>
        Totp.Compute(secret, TotpParameters.Default.StepAt(now) + steps, TotpParameters.Default);

    [Fact]
    public void Whoever_has_a_phone_alone_is_sent_a_code()
    {
        var pending = Run(
                "enroll",
                Environment.UserName,
                "--method",
                "sms",
                "--region",
                "JP",
                "--phone",
                "090-1234-5678",
                "--json"
            )
            .Ok();
        Run("confirm", Environment.UserName, pending["factorId"]!.GetValue<string>(), LastMessage(1), "--json").Ok();
        var result = Play(("Code: ", (_, _) => LastMessage(2)));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("A code is on its way to +81 ••••••••78", result.Output, StringComparison.Ordinal);
        Assert.Contains("You are signed in with sms.", result.Output, StringComparison.Ordinal);
    }

    private string LastMessage(int count)
    {
        var messages = Directory.GetFiles(Path.Combine(_home.FullName, "data", "TwoFactor", "outbox"));
        Assert.Equal(count, messages.Length);
        return Regex
            .Match(File.ReadAllText(messages.Order(StringComparer.Ordinal).Last()), "\"body\":\"([0-9]{6})")
            .Groups[1]
            .Value;
    }

    private CliResult Run(params string[] command) => new CliProcess(Start(command)).Finish();

    private Process Start(params string[] command)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "two-factor-console.dll"), .. command]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["HOME"] = _home.FullName;
        start.Environment["XDG_DATA_HOME"] = Path.Combine(_home.FullName, "data");
        start.Environment["LOCALAPPDATA"] = Path.Combine(_home.FullName, "data");
        return Process.Start(start)!;
    }

    private CliResult Play(params (string Prompt, Func<byte[], DateTimeOffset, string> Answer)[] script)
    {
        using var process = Start();
        var errors = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        foreach (var (prompt, answer) in script)
        {
            ReadUntil(process.StandardOutput, output, prompt);
            var link = Link().Match(output.ToString());
            process.StandardInput.WriteLine(
                answer(link.Success ? OtpAuthUri.Parse(link.Value).Value!.Secret.ToArray() : [], DateTimeOffset.UtcNow)
            );
        }

        process.StandardInput.Close();
        output.Append(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return new CliResult(process.ExitCode, output.ToString(), errors.GetAwaiter().GetResult());
    }

    private static void ReadUntil(StreamReader reader, StringBuilder output, string prompt)
    {
        var start = output.Length;
        while (!output.ToString(start, output.Length - start).EndsWith(prompt, StringComparison.Ordinal))
        {
            var c = reader.Read();
            Assert.True(c >= 0, $"ended before '{prompt}': {output}");
            output.Append((char)c);
        }
    }

    [GeneratedRegex("otpauth://\\S+")]
    private static partial Regex Link();

    [GeneratedRegex("([0-9A-Z]{4}-){3}[0-9A-Z]{4}")]
    private static partial Regex Recovery();
}
