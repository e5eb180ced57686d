using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Docs.Tests;

/// <summary>
/// What <c>dotnet new webapp --auth Individual</c> writes, built and run in a home folder of its own: first as it is,
/// then with the lines of the guide.
/// </summary>
internal sealed class StockApp : IAsyncDisposable
{
    private const string Guide = "docs/guides/identity.md";
    private const string Listening = "Now listening on: ";
    private const string Stores = ".AddEntityFrameworkStores<ApplicationDbContext>()";

    private readonly StrangersHome _home = new();
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    private StockApp() { }

    /// <summary>Where it listens since its last start.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What it has printed since its last start.</summary>
    public string Output => string.Join('\n', _output);

    public static async Task<StockApp> NewAsync()
    {
        var app = new StockApp();
        await app._home.RunAsync(app._home.Folder, "dotnet new webapp --auth Individual --no-restore");
        return app;
    }

    /// <summary>Does what the guide says, and returns how many lines that has added to the files of the app.</summary>
    public async Task<int> AddTwoFactorAsync(string feed)
    {
        var before = Lines();
        await _home.RunAsync(
            _home.Folder,
            $"""
            dotnet nuget add source "{feed}" --name two-factor
            dotnet add package TwoFactor.AspNetCore.Identity --no-restore
            dotnet add package TwoFactor.Stores.Sqlite --no-restore
            """
        );
        var lines = MarkdownBlocks.All.First(b => b is { Document: Guide, Language: "csharp" }).Text.Split('\n');
        var path = Path.Combine(_home.Folder, "Program.cs");
        var program = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        Assert.Contains(Stores + ";", program, StringComparison.Ordinal);
        program = program
            .Replace("builder.Services.AddDefaultIdentity", "var identity = builder.Services.AddDefaultIdentity")
            .Replace(Stores + ";", $"{Stores};\n{string.Join('\n', lines)}");
        await File.WriteAllTextAsync(path, program);
        return Lines() - before;
    }

    public async Task StartAsync()
    {
        await _home.RunAsync(_home.Folder, "dotnet build --nologo --verbosity quiet -p:RunAnalyzers=false");
        _output.Clear();
        _process = _home.Start(
            "dotnet",
            "bin/Debug/net10.0/trial.dll",
            "--urls",
            "http://127.0.0.1:0",
            "--environment",
            "Development"
        );
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ReadAsync(_process.StandardOutput, listening);
        _ = ReadAsync(_process.StandardError, null);
        Url = await listening.Task;
    }

    public async Task StopAsync()
    {
        if (_process is null)
            return;

        if (!_process.HasExited)
            _process.Kill();

        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>An administrator's reset, by a tool on the same database.</summary>
    public async Task ResetAsync(string email)
    {
        var services = new ServiceCollection();
        services
            .AddTwoFactor(o => o.Sealing.KeyFile = Path.Combine(_home.Folder, "two-factor.key"))
            .UseSqlite(Path.Combine(_home.Folder, "two-factor.db"));
        await using var provider = services.BuildServiceProvider();
        var request = new ResetRequest
        {
            UserId = await UserIdAsync(email),
            Actor = "admin",
            Reason = "lost phone",
        };
        Assert.True((await provider.GetRequiredService<IResetService>().ResetAsync(request)).Succeeded);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        SqliteConnection.ClearAllPools();
        _home.Dispose();
    }

    private async Task<string> UserIdAsync(string email)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_home.Folder, "app.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT Id FROM AspNetUsers WHERE Email = $email";
        command.Parameters.AddWithValue("$email", email);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private int Lines() =>
        new[] { "Program.cs", "trial.csproj" }.Sum(f => File.ReadLines(Path.Combine(_home.Folder, f)).Count());

    private async Task ReadAsync(StreamReader reader, TaskCompletionSource<string>? listening)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
            if (line.Contains(Listening, StringComparison.Ordinal))
                listening?.TrySetResult(line.Split(Listening)[1].Trim());
        }

        listening?.TrySetException(new InvalidOperationException(Output));
    }
}
