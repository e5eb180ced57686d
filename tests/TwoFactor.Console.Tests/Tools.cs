using System.Diagnostics;

namespace ConsoleSample.Tests;

/// <summary>
/// Programs of others, as a user has them. Where one is missing the test is skipped and names the package.
/// </summary>
internal static class Tools
{
    public static string Run(string program, string package, params string[] arguments) =>
        Run(program, package, null, arguments);

    public static string Run(string program, string package, string? input, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["QT_QPA_PLATFORM"] = "offscreen";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed. Install the package {package}, or run eng/test.");
            throw;
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} failed: {errors.GetAwaiter().GetResult()}");
            return output.Trim();
        }
    }
}
