using TwoFactor.Shared;

[assembly: AssemblyFixture(typeof(TwoFactor.Tests.Postgres))]

namespace TwoFactor.Tests;

/// <summary>One server for all tests that kill nothing; each takes a database of its own.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private PostgresServer? _server;
    private int _databases;

    internal PostgresServer Server => _server ?? throw new InvalidOperationException("PostgreSQL is not installed.");

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Programs is not null)
            _server = await PostgresServer.StartAsync();
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal async Task<string> NewDatabaseAsync(string options = "")
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var source = Npgsql.NpgsqlDataSource.Create(Server.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return Server.ConnectionString.Replace("Database=postgres", $"Database={name}") + options;
    }
}

/// <summary>A fact that needs PostgreSQL's server on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line)
    {
        SkipType = typeof(PostgresServer);
        SkipUnless = nameof(PostgresServer.IsInstalled);
        Skip = "PostgreSQL is not installed on this machine.";
    }
}
