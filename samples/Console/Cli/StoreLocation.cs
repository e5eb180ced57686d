using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>Where the accounts lie, and the key file that was named, if one was. Without a path everything is in memory.</summary>
internal sealed record StoreLocation(string? SqlitePath, string? KeyFile)
{
    private const string Sqlite = "sqlite:";

    public static StoreLocation Parse(string? store, string? keyFile)
    {
        if (store is null)
            return new StoreLocation(Path.Combine(DataFolder(), "two-factor.db"), keyFile);

        if (store.Equals("memory", StringComparison.Ordinal))
            return new StoreLocation(null, keyFile);

        if (store.StartsWith("postgres:", StringComparison.Ordinal))
            throw new UsageException("--store postgres: is not part of this version. Use sqlite:PATH or memory.");

        return store.StartsWith(Sqlite, StringComparison.Ordinal) && store.Length > Sqlite.Length
            ? new StoreLocation(store[Sqlite.Length..], keyFile)
            : throw new UsageException($"--store '{store}' is neither sqlite:PATH nor memory.");
    }

    /// <summary>The key file that was named goes before configuration, and configuration before the file beside the store.</summary>
    public void ChooseKey(SealingOptions sealing)
    {
        if (KeyFile is not null)
            (sealing.KeyFile, sealing.Keys) = (KeyFile, []);
        else if (sealing.Keys.Count == 0 && string.IsNullOrEmpty(sealing.KeyFile) && SqlitePath is not null)
            sealing.KeyFile = SqlitePath + ".key";
    }

    private static string DataFolder()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(folder.Length > 0 ? folder : Directory.GetCurrentDirectory(), "TwoFactor");
    }
}
