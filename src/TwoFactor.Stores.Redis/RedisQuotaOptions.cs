using StackExchange.Redis;

namespace TwoFactor.Stores;

/// <summary>
/// The settings of limits in Redis. The store uses <see cref="Connection"/> if it is set; otherwise, if
/// <see cref="Configuration"/> is empty, the <see cref="IConnectionMultiplexer"/> of the service container; otherwise
/// it makes a connection of its own.
/// </summary>
public sealed class RedisQuotaOptions
{
    /// <summary>
    /// The servers and the rest, in the form of StackExchange.Redis, e.g.
    /// <c>redis.example.com:6380,ssl=true,password=…</c>. It carries a secret, and is neither logged nor told in an
    /// error. Default: empty.
    /// </summary>
    public string Configuration { get; set; } = "";

    /// <summary>The host's own connection. The host disposes it. Default: null.</summary>
    public IConnectionMultiplexer? Connection { get; set; }

    /// <summary>
    /// What the names of all keys begin with, 1 to 64 characters without braces. Apps that share a server need
    /// different ones, or different tenants. Default: <c>two-factor</c>.
    /// </summary>
    public string KeyPrefix { get; set; } = "two-factor";
}
