using System.Diagnostics;

namespace TwoFactor.Tests;

/// <summary>
/// The proofs of bench/TwoFactor.Proof in small, so that they are seen to work before somebody needs them in large.
/// </summary>
public sealed class ProofTests(ITestOutputHelper output)
{
    [PostgresFact]
    public async Task Users_of_Identity_are_moved_by_a_process_that_is_killed_half_way() =>
        Assert.Contains("none lost, none doubled", await RunAsync("move", "--users", "60"), StringComparison.Ordinal);

    [PostgresFact]
    public async Task Identity_stands_beside_the_package() =>
        Assert.Contains("| 1 signed in |", await RunAsync("identity", "--guesses", "40"), StringComparison.Ordinal);

    [PostgresFact]
    public async Task Processes_race() =>
        Assert.Contains(
            "| 16 presentations of one right code | 1 |",
            await RunAsync("races", "--each", "16", "--store", "pg"),
            StringComparison.Ordinal
        );

    private async Task<string> RunAsync(params string[] arguments)
    {
        // Beside the tests' own folder: bench/TwoFactor.Proof/bin/<configuration>/<framework>.
        var own = AppContext.BaseDirectory;
        var program = Path.Combine(
            own[
                ..own.IndexOf(
                    $"{Path.DirectorySeparatorChar}tests{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            ],
            "bench",
            "TwoFactor.Proof",
            own[own.IndexOf("bin", own.IndexOf("Stores.Tests", StringComparison.Ordinal), StringComparison.Ordinal)..],
            "TwoFactor.Proof.dll"
        );
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(text + await errors);
        Assert.Equal(0, process.ExitCode);
        return text;
    }
}
