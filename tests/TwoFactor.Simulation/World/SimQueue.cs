namespace TwoFactor.Simulation;

/// <summary>No queue: operations of one node race as those of several do, and are hunted harder.</summary>
internal sealed class SimQueue : AccountQueue, IDisposable
{
    public override ValueTask<IDisposable?> EnterAsync(
        string userId,
        bool isUrgent,
        CancellationToken cancellationToken
    ) => new(this);

    public void Dispose() { }
}
