using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// One request that a browser sends twice, by a double click or a retry: it is carried out once, and both get the answer
/// that it was right. The second waits until the first answer has gone out, with the session's cookie; if the browser
/// had hung up on the first, the second signs in itself. The same request means the same cookies and the same code.
/// Refusals are not shared, so every guess is charged. It holds within one process.
/// </summary>
internal sealed class Repeats(TimeProvider clock)
{
    private const int PruneAbove = 1_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Carries it out, or waits for the request that does.</summary>
    /// <param name="context">The request; its session is in a cookie.</param>
    /// <param name="name">What it is, with all that decides it; it may hold a code.</param>
    /// <param name="keep">How long a success is shared after its answer went out; zero while it runs alone.</param>
    /// <param name="act">All that it does, the cookie of its answer included.</param>
    /// <param name="share">What others may hear of the answer; null if it is not shared.</param>
    /// <returns>
    /// The answer; and whether it is that of another request that the browser never got, so that this one has to set the
    /// cookie.
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

            // It was refused or broke off, or is too long ago.
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

    // Codes and cookies are not kept, nor anything that they could be found by outside of this process.
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
        if (_entries.Count <= PruneAbove)
            return;

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
