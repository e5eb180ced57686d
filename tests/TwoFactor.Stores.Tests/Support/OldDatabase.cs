using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>
/// A SQLite file as the version before format 2 of the audit chain left it, with what is known of its users: secrets,
/// recovery codes, phone numbers. Each has a copy of its own.
/// </summary>
internal sealed class OldDatabase : IAsyncDisposable
{
    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly ILookup<(string User, string What), string> _known = File.ReadLines(
            Path.Combine(s_fixtures, "format-1.tsv")
        )
        .Select(l => l.Split('\t'))
        .ToLookup(l => (l[0], l[1]), l => l[2]);
    private readonly ServiceProvider _services;

    public OldDatabase()
    {
        Execute(File.ReadAllText(Path.Combine(s_fixtures, "format-1.sql")));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services
            .AddTwoFactor(options => options.Sealing.Keys.Add(Key))
            .UseSqlite(FilePath)
            .AddSms(options => options.Regions.Add(SmsOptions.AllRegions))
            .AddGateway(_ => Gateway);
        _services = services.BuildServiceProvider();
    }

    /// <summary>A day after the last write of the old version.</summary>
    public ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 6, 12, 0, 0, TimeSpan.Zero));

    public RecordingSmsGateway Gateway { get; } = new();

    private string FilePath => Path.Combine(_folder.FullName, "two-factor.db");

    private static string Key =>
        File.ReadLines(Path.Combine(s_fixtures, "format-1.key")).Single(l => l.Length > 0 && l[0] != '#');

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public string Known(string user, string what) => _known[(user, what)].Single();

    public async Task<TwoFactorOutcome> VerifyAsync(string user, string code, string? challengeId = null)
    {
        var request = new VerificationRequest
        {
            UserId = user,
            Code = code,
            ChallengeId = challengeId,
        };
        return (await Get<IVerificationService>().VerifyAsync(request)).Outcome;
    }

    /// <summary>The code that the user's app shows now.</summary>
    public string AppCode(string user) =>
        VirtualAuthenticator.Scan($"otpauth://totp/x?secret={Known(user, "secret")}").CodeAt(Clock.Now);

    public async Task<List<AuditEvent>> EventsAsync(string? user)
    {
        var events = new List<AuditEvent>();
        await foreach (var auditEvent in Get<IAuditService>().ReadAsync(user))
            events.Add(auditEvent);

        return events;
    }

    public int Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
