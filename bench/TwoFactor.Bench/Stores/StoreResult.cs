namespace TwoFactor.Bench.Stores;

/// <summary>What one contender did, with each number of tasks.</summary>
internal sealed record StoreResult(string Name, IReadOnlyList<StorePoint> Points)
{
    /// <summary>Costs are compared where the load is high and not yet extreme.</summary>
    public StorePoint Busy => Points.FirstOrDefault(p => p.Tasks == 64) ?? Points[^1];
}
