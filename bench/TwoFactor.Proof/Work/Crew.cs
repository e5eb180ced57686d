using System.Diagnostics;
using System.Globalization;
using System.Text;
using TwoFactor.Testing;

namespace TwoFactor.Proof;

/// <summary>Several workers with the same users, started together, and what they were told.</summary>
internal sealed class Crew(string mode, string store, string connection, int number) : IDisposable
{
    /// <summary>What is behind the name of a worker's log when it is ready.</summary>
    public const string Ready = ".ready";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crew");
    private readonly DateTimeOffset _origin = DateTimeOffset.UtcNow;
    private readonly List<Process> _processes = [];
    private int _logs;

    public IReadOnlyList<Process> Processes => _processes;

    public TimeProvider Clock => mode == "load" ? new FastClock(_origin, 60) : new ManualTimeProvider(_origin);

    public async Task EnrollAsync(int users)
    {
        var clock = new ManualTimeProvider(_origin.AddMinutes(-10));
        await using var app = await App.OpenAsync(store, connection, clock);
        var lines = new List<string>();
        for (var i = 0; i < users; i++)
        {
            var name = $"user{i:D3}";
            var pending = await app.Enrollment.EnrollAsync(
                new EnrollmentRequest
                {
                    UserId = name,
                    Proof = new FreshProof { PasswordVerifiedAt = clock.Now },
                }
            );
            await app.Enrollment.ConfirmAsync(
                name,
                pending.FactorId!,
                VirtualAuthenticator.Scan(pending.Uri).CodeAt(clock)
            );
            lines.Add(
                await RacedText.MakeAsync(app, mode, name, clock, _origin) is var (text, challengeId)
                    ? $"{name} {pending.Uri} {challengeId} {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}"
                    : $"{name} {pending.Uri}"
            );
        }

        await File.WriteAllLinesAsync(Path.Combine(_folder.FullName, "users"), lines);
    }

    public async Task StartAsync(int processes)
    {
        for (var i = 0; i < processes; i++)
            await StartOneAsync();

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "go"), "");
    }

    public async Task StartOneAsync()
    {
        var log = Path.Combine(_folder.FullName, $"log{_logs++}");
        _processes.Add(
            Process.Start(
                Environment.ProcessPath!,
                [
                    typeof(Crew).Assembly.Location,
                    "work",
                    mode,
                    store,
                    connection,
                    _folder.FullName,
                    log,
                    number.ToString(CultureInfo.InvariantCulture),
                    _origin.Ticks.ToString(CultureInfo.InvariantCulture),
                ]
            )
        );
        while (!File.Exists(log + Ready) && !_processes[^1].HasExited)
            await Task.Delay(10);
    }

    public void Stop() => File.WriteAllText(Path.Combine(_folder.FullName, "stop"), "");

    public async Task WaitAsync()
    {
        foreach (var process in _processes)
            await process.WaitForExitAsync();
    }

    public IReadOnlyList<Answer> Answers() =>
        [
            .. Directory
                .GetFiles(_folder.FullName, "log*")
                .Where(f => !f.EndsWith(Ready, StringComparison.Ordinal))
                .SelectMany(File.ReadAllLines)
                .Select(Answer.Parse)
                .OfType<Answer>()
                .OrderBy(a => a.At),
        ];

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
                process.Kill();

            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }
}
