namespace TwoFactor.Bench.Stores;

/// <summary>What a contender did with so many tasks, and the ratio of its pace to that of the first contender.</summary>
internal sealed record StorePoint(int Tasks, Measure Median, double Ratio);
