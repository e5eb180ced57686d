namespace TwoFactor.Bench.Stores;

/// <summary>Every user in turn, in an order that has nothing to do with how they lie in the database.</summary>
internal sealed class Pace
{
    private readonly IContender _contender;
    private readonly int[] _order;
    private readonly SemaphoreSlim[] _gates;
    private long _next = -1;

    public Pace(IContender contender, int users)
    {
        _contender = contender;
        _order = [.. Enumerable.Range(0, users)];
        new Random(1).Shuffle(_order);
        _gates = [.. _order.Select(_ => new SemaphoreSlim(1))];
    }

    public string Name => _contender.Name;

    public async Task ActAsync()
    {
        var number = Interlocked.Increment(ref _next);
        var user = _order[number % _order.Length];

        // With many tasks and a slow disk, all others may have had their turn before an operation has ended.
        await _gates[user].WaitAsync();
        try
        {
            await _contender.ActAsync(user, (int)(number / _order.Length));
        }
        finally
        {
            _gates[user].Release();
        }
    }
}
