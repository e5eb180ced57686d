using StackExchange.Redis;

namespace TwoFactor.Stores;

/// <summary>The connection, the host's or one of its own, opened at first use; and what its errors mean.</summary>
internal sealed class RedisConnection(RedisQuotaOptions options, IConnectionMultiplexer? hosts) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private ConnectionMultiplexer? _own;

    /// <summary>Asks Redis.</summary>
    /// <exception cref="TwoFactorStoreException">Redis cannot be used. The message says what to do.</exception>
    public async ValueTask<T> AskAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        try
        {
            var multiplexer = hosts ?? _own ?? await OpenAsync().ConfigureAwait(false);
            return await ask(multiplexer.GetDatabase()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw new TwoFactorStoreException(RedisProblems.Explain(e), e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
            await _own.DisposeAsync().ConfigureAwait(false);

        _opening.Dispose();
    }

    private async ValueTask<ConnectionMultiplexer> OpenAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_own is { } opened)
                return opened;

            // It connects again by itself, also if Redis is not there yet. Whoever asks meanwhile waits for its timeout.
            var configuration = RedisQuotaOptionsValidator.Read(options.Configuration) ?? new ConfigurationOptions();
            configuration.AbortOnConnectFail = false;
            return _own = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }
}
