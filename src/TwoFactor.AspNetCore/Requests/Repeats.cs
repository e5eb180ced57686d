using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Handles a request that a browser sends twice, by a double click or a retry. It is carried out once, and both
/// requests get the successful answer. The second waits until the first answer, with the session's cookie, was sent. If
/// the browser closed the first connection, the second sets the cookie itself. Requests are the same if cookies and
/// code are the same. Refusals are not shared, so every guess counts. Works within one process only.
/// </summary>
internal sealed class Repeats(TimeProvider clock)
{
    private const int PruneAbove = 1_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // The dictionary itself takes all its locks to count.
    private int _sincePruned;

    /// <summary>Carries the request out, or waits for the same request that is running.</summary>
    /// <param name="context">The request. Its session is in a cookie.</param>
    /// <param name="name">The operation with everything that decides its result. It may contain a code.</param>
    /// <param name="keep">
    /// How long a success is shared after its answer was sent; zero shares only while it runs.
    /// </param>
    /// <param name="act">The whole operation, including the cookie in its answer.</param>
    /// <param name="share">The part of the answer that may be shared; null if none.</param>
    /// <returns>
    /// The answer, and whether the browser never got the first one. In that case this request must set the cookie.
    /// </returns>
    public async Task<(T Answer, bool IsLost)> OnceAsync<T>(
        HttpContext context,
        string name,
        TimeSpan keep,
        Func<Task<T>> act,
        Func<T, T?> share
    )
        where T : class
    {
        Prune();
        var id = IdOf(context, name);
        var own = new Entry();
        while (_entries.GetOrAdd(id, own) is var first && first != own)
        {
            var outcome = await WaitAsync(first, context.RequestAborted).ConfigureAwait(false);
            if (outcome?.Answer is T answer && (keep == TimeSpan.Zero || !first.IsOver(clock.GetUtcNow())))
                return (answer, outcome.IsLost);

            // The first request was refused or broke off, or is too old.
            _entries.TryRemove(new(id, first));
        }

        T? shared = null;
        try
        {
            var answer = await act().ConfigureAwait(false);
            shared = share(answer);
            return (answer, false);
        }
        finally
        {
            if (shared is null)
                Release(id, own, null, TimeSpan.Zero);
            else
                context.Response.OnCompleted(() =>
                {
                    Release(id, own, new(shared, context.RequestAborted.IsCancellationRequested), keep);
                    return Task.CompletedTask;
                });
        }
    }

    private async Task<Outcome?> WaitAsync(Entry first, CancellationToken cancellationToken)
    {
        try
        {
            return await first.Outcome.Task.WaitAsync(s_patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // Only a keyed hash is kept. Outside this process nobody can find the codes and cookies from it.
    private string IdOf(HttpContext context, string name) =>
        Convert.ToBase64String(
            HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name}\n{context.Request.Headers.Cookie}"))
        );

    private void Release(string id, Entry entry, Outcome? outcome, TimeSpan keep)
    {
        entry.End(clock.GetUtcNow() + keep);
        if (keep == TimeSpan.Zero)
            _entries.TryRemove(new(id, entry));

        entry.Outcome.SetResult(outcome);
    }

    private void Prune()
    {
        if (Interlocked.Increment(ref _sincePruned) <= PruneAbove)
            return;

        Volatile.Write(ref _sincePruned, 0);
        var now = clock.GetUtcNow();
        foreach (var entry in _entries.Where(e => e.Value.IsOver(now)))
            _entries.TryRemove(entry);
    }

    private sealed record Outcome(object Answer, bool IsLost)
    {
        public override string ToString() => "an answer (withheld)";
    }

    private sealed class Entry
    {
        private long _until = long.MaxValue;

        public TaskCompletionSource<Outcome?> Outcome { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsOver(DateTimeOffset now) => Volatile.Read(ref _until) <= now.UtcTicks;

        public void End(DateTimeOffset until) => Volatile.Write(ref _until, until.UtcTicks);
    }
}
