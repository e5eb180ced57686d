using TwoFactor.Shared;

namespace TwoFactor.Tests;

internal static class RedisServers
{
    /// <summary>The settings for a server. It gives up after a second, so that no test waits long.</summary>
    public static RedisQuotaOptions Options(this RedisServer server, string more = "") =>
        new()
        {
            Configuration =
                $"127.0.0.1:{server.Port},connectTimeout=1000,asyncTimeout=1000,syncTimeout=1000,connectRetry=1{more}",
        };
}
