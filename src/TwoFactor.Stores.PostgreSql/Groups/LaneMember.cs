namespace TwoFactor.Stores;

/// <summary>Somebody who waits for a place in a group. Until there is one, whoever waits may leave.</summary>
internal sealed class LaneMember<TAsk, TAnswer>(TAsk ask, PostgreSqlPatience patience)
    : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waits = 0;
    private const int Taken = 1;
    private const int Left = 2;

    private int _state = Waits;

    public TAsk Ask => ask;

    /// <summary>It began with the waiting.</summary>
    public PostgreSqlPatience Patience => patience;

    /// <summary>False if whoever asked has left. From here on nothing is cancelled any more.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waits) == Waits;

    public void Leave(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Left, Waits) == Waits)
            TrySetCanceled(token);
    }
}
