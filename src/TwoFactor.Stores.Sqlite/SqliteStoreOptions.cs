namespace TwoFactor.Stores;

/// <summary>The settings of the SQLite store.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The database file; its folder is created if missing. No default: set it.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// How long a read or write waits for another process before it fails. Default: 30 seconds; 1 to 120.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
