using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// A connection while it is used, and while it is kept. Whoever has used it disposes it, which gives it back.
/// </summary>
internal sealed class KeptConnection(KeptConnections keeper, NpgsqlConnection connection, int since) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    /// <summary>The tick at which it came from the pool.</summary>
    public int Since => since;

    /// <summary>The tick at which it was last used.</summary>
    public int UsedAt { get; set; }

    /// <summary>
    /// Set it when everything that was asked has been answered. Otherwise a transaction may be open, and it is closed.
    /// </summary>
    public bool IsSound { get; set; }

    public ValueTask DisposeAsync() => keeper.GiveBackAsync(this);
}
