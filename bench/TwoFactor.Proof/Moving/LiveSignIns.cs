using System.Collections.Concurrent;
using System.Diagnostics;

namespace TwoFactor.Proof;

/// <summary>Users who sign in with their old codes while all users are moved, each once.</summary>
internal sealed class LiveSignIns(IdentityApp app, string prefix, int users) : IAsyncDisposable
{
    private const int AtOnce = 2;

    private readonly ConcurrentQueue<double> _times = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly int[] _order = Shuffled(users);
    private Task _work = Task.CompletedTask;
    private int _next = -1;

    public int Count => _times.Count;

    public int Refused => _refusals.Count;

    public string? FirstRefusal => _refusals.FirstOrDefault();

    public double Median => _times.Order().ElementAtOrDefault(_times.Count / 2);

    public void Start() => _work = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(WorkAsync)));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    /// <summary>Users who have not signed in yet do so, by the app and by a recovery code in turn.</summary>
    public async Task<IReadOnlyList<string>> TryOthersAsync(int count)
    {
        var problems = new List<string>();
        for (var i = 0; i < count && _next + 1 < users; i++)
        {
            if (await SignInAsync(Next(), i % 2 == 0) is not "Succeeded" and var answer)
                problems.Add($"a user who was moved was answered {answer}");
        }

        return problems;
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WorkAsync()
    {
        // Half of the users at most: the rest is for the process that moves them.
        while (!_stop.IsCancellationRequested && _next < users / 2)
        {
            var user = Next();
            var watch = Stopwatch.StartNew();
            var answer = await SignInAsync(user, byApp: true);
            _times.Enqueue(watch.Elapsed.TotalMilliseconds);
            if (answer != "Succeeded")
                _refusals.Enqueue($"{user}: {answer}");

            await Task.Delay(250);
        }
    }

    private string Next() => OldUsers.Name(prefix, _order[Interlocked.Increment(ref _next)]);

    private async Task<string> SignInAsync(string user, bool byApp)
    {
        using var visitor = new Visitor(app.Url);
        var password = await visitor.PasswordAsync(user);
        if (password != "RequiresTwoFactor")
            return password;

        return byApp
            ? await visitor.CodeAsync(OldUsers.CodeNow(user))
            : await visitor.RecoveryCodeAsync(OldUsers.RecoveryCode(user, 3));
    }

    private static int[] Shuffled(int count)
    {
        var numbers = Enumerable.Range(0, count).ToArray();
        new Random(1).Shuffle(numbers);
        return numbers;
    }
}
