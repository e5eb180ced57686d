namespace TwoFactor.Bench.Stores;

/// <summary>Every user in turn, in an order that has nothing to do with how they lie in the database.</summary>
internal sealed class Pace
{
    private readonly IContender _contender;
    private readonly int[] _order;
    private long _next = -1;

    public Pace(IContender contender, int users)
    {
        _contender = contender;
        _order = [.. Enumerable.Range(0, users)];
        new Random(1).Shuffle(_order);
    }

    public string Name => _contender.Name;

    public Task ActAsync()
    {
        var number = Interlocked.Increment(ref _next);
        return _contender.ActAsync(_order[number % _order.Length], (int)(number / _order.Length));
    }
}
