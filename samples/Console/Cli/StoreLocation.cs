using Microsoft.Extensions.DependencyInjection;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>
/// Where the accounts are: in a SQLite file, in PostgreSQL, or else in memory; and the key file, if one was given.
/// </summary>
internal sealed record StoreLocation(string? SqlitePath, string? PostgreSql, string? KeyFile)
{
    private const string SqlitePrefix = "sqlite:";
    private const string PostgreSqlPrefix = "postgres:";

    public bool IsMemory => SqlitePath is null && PostgreSql is null;

    /// <summary>The name to show. It is not the connection string, which may contain a password.</summary>
    public string Name => SqlitePath ?? (PostgreSql is null ? "memory, until this ends" : "PostgreSQL");

    /// <summary>The folder for files beside the store.</summary>
    public string Folder =>
        SqlitePath is { } path ? Path.GetDirectoryName(Path.GetFullPath(path))!
        : PostgreSql is not null ? DataFolder()
        : Path.Combine(Path.GetTempPath(), "two-factor");

    public static StoreLocation Parse(string? store, string? keyFile)
    {
        if (store is null)
            return new StoreLocation(Path.Combine(DataFolder(), "two-factor.db"), null, keyFile);

        if (store == "memory")
            return new StoreLocation(null, null, keyFile);

        if (store.StartsWith(PostgreSqlPrefix, StringComparison.Ordinal) && store.Length > PostgreSqlPrefix.Length)
            return new StoreLocation(null, store[PostgreSqlPrefix.Length..], keyFile);

        return store.StartsWith(SqlitePrefix, StringComparison.Ordinal) && store.Length > SqlitePrefix.Length
            ? new StoreLocation(store[SqlitePrefix.Length..], null, keyFile)
            : throw new UsageException(
                $"--store '{store}' is neither sqlite:PATH, postgres:CONNECTION_STRING nor memory."
            );
    }

    public void Use(TwoFactorBuilder builder)
    {
        if (SqlitePath is not null)
            builder.UseSqlite(SqlitePath);
        else if (PostgreSql is not null)
            builder.UsePostgreSql(PostgreSql);
        else
            builder.UseInMemoryStore();
    }

    /// <summary>
    /// The key file option takes precedence over configuration, and configuration over the file beside the store.
    /// </summary>
    public void ChooseKey(SealingOptions sealing)
    {
        if (KeyFile is not null)
            (sealing.KeyFile, sealing.Keys) = (KeyFile, []);
        else if (sealing.Keys.Count == 0 && string.IsNullOrEmpty(sealing.KeyFile) && !IsMemory)
            sealing.KeyFile = SqlitePath is { } path
                ? path + ".key"
                : Path.Combine(DataFolder(), "two-factor-postgres.key");
    }

    private static string DataFolder()
    {
        var folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify
        );
        return Path.Combine(folder.Length > 0 ? folder : Directory.GetCurrentDirectory(), "TwoFactor");
    }
}
