using System.Diagnostics;
using System.Globalization;

namespace TwoFactor.Tests;

/// <summary>The programs of others that stand for a phone: a QR scanner and an authenticator.</summary>
internal static class Programs
{
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Append("/usr/sbin")
            .Any(d => File.Exists(Path.Combine(d, program)));

    public static async Task<string> ScanAsync(byte[] png)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, png);
            return await RunAsync("zbarimg", "-q", "--raw", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static Task<string> CodeAsync(string base32, DateTimeOffset at) =>
        RunAsync(
            "oathtool",
            "--totp",
            "-b",
            base32.Replace(" ", "", StringComparison.Ordinal),
            "--now",
            at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        );

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (await output).Trim()
            : throw new InvalidOperationException($"{program}: {await error}");
    }
}
