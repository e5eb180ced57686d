using System.Diagnostics;

namespace TwoFactor.Proof;

/// <summary>A process that moves users, seen from outside.</summary>
internal sealed class Mover : IDisposable
{
    private readonly string _log = Path.GetTempFileName();
    private readonly Process _process;

    public Mover(string connection, string? after) =>
        _process = Process.Start(
            Environment.ProcessPath!,
            [
                typeof(Mover).Assembly.Location,
                "migrate",
                connection,
                _log,
                .. after is null ? Array.Empty<string>() : [after],
            ]
        );

    public IReadOnlyList<MoveProgress> Progress => [.. ReadLines().Select(MoveProgress.Parse).OfType<MoveProgress>()];

    /// <summary>Waits until so many were looked at, or all.</summary>
    public async Task WaitUntilAsync(long users)
    {
        while (!_process.HasExited && Looked() < users)
            await Task.Delay(50);

        if (_process.HasExited && ReadLines().LastOrDefault() != "done")
            throw new InvalidOperationException($"The process that moves users ended with {_process.ExitCode}.");
    }

    /// <summary>SIGKILL: it finishes nothing.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.Dispose();
        File.Delete(_log);
    }

    private long Looked() => Progress is [.., var last] ? last.Users : 0;

    private string[] ReadLines()
    {
        using var stream = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();

        // The last line may be half written.
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
