namespace TwoFactor.Stores;

/// <summary>A write with a result.</summary>
internal sealed class SqliteWork<T>(Func<SqliteSession, (T Result, bool IsKept)> write) : SqliteWork
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _source.Task;

    public override bool Do(SqliteSession session)
    {
        (_result, var isKept) = write(session);
        return isKept;
    }

    public override void Finish() => _source.TrySetResult(_result);

    public override void Fail(Exception exception) => _source.TrySetException(exception);

    protected override void Cancel(CancellationToken token) => _source.TrySetCanceled(token);
}
