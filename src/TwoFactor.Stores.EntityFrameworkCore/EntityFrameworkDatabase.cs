using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using IsolationLevel = System.Data.IsolationLevel;

namespace TwoFactor;

/// <summary>
/// Gives access to the host's DbContext: a new instance for each operation, with its own connection and transaction,
/// even if the caller has a transaction. Also translates its exceptions.
/// </summary>
internal sealed class EntityFrameworkDatabase<TContext>(IServiceScopeFactory scopes) : IDisposable
    where TContext : DbContext
{
    private const int MaxTries = 64;
    private const int MaxRaces = 8;
    private const int MaxPauseMilliseconds = 200;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _oneWriter = new(1, 1);
    private volatile bool _isOneWriter;
    private volatile bool _isLookedAt;

    public async ValueTask<T> ReadAsync<T>(
        Func<TContext, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WithContextAsync(context => read(context, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception e) when (IsFailure(e))
            {
                if (IsEnough(attempt, start) || !IsTransient(e))
                    throw Explained(e);

                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Runs an action in a transaction, and commits if the action says so. It is run again if it certainly was not
    /// committed. If the commit itself broke, it is run again too, with the information that the earlier try may have
    /// been committed.
    /// </summary>
    /// <param name="act">
    /// Returns its answer, and whether to commit. Its argument says whether an earlier try may have been committed.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation, but not a commit that has begun.</param>
    public ValueTask<T> WriteAsync<T>(
        Func<TContext, bool, CancellationToken, Task<(T Answer, bool IsToCommit)>> act,
        CancellationToken cancellationToken
    ) => WriteAsync(act, static _ => null, cancellationToken);

    /// <summary>The same; the first try may be one statement that commits itself.</summary>
    /// <param name="act">As above.</param>
    /// <param name="findStatement">Finds the statement for a context; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the operation, but not a commit that has begun.</param>
    public async ValueTask<T> WriteAsync<T>(
        Func<TContext, bool, CancellationToken, Task<(T Answer, bool IsToCommit)>> act,
        Func<TContext, Func<Task<T>>?> findStatement,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = TimeProvider.System.GetTimestamp();
        var isInDoubt = false;
        var lost = 0;
        for (var attempt = 1; ; attempt++)
        {
            var hasCommitBegun = false;

            // A write that may be committed must be looked up, even if the caller has cancelled.
            var token = isInDoubt ? CancellationToken.None : cancellationToken;
            try
            {
                async Task<T> ActAsync(TContext context)
                {
                    var transaction = await context
                        .Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token)
                        .ConfigureAwait(false);
                    await using var ending = transaction.ConfigureAwait(false);
                    var (answer, isToCommit) = await act(context, isInDoubt, token).ConfigureAwait(false);
                    if (isToCommit)
                    {
                        hasCommitBegun = true;
                        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                    }

                    return answer;
                }

                async Task<T> SendAsync(TContext context, Func<Task<T>> statement)
                {
                    await context.Database.OpenConnectionAsync(token).ConfigureAwait(false);
                    hasCommitBegun = true;
                    return await statement().ConfigureAwait(false);
                }

                return await WithWriterAsync(
                        context =>
                            RunAsync(
                                context,
                                () => hasCommitBegun,
                                () =>
                                    attempt == 1 && findStatement(context) is { } statement
                                        ? SendAsync(context, statement)
                                        : ActAsync(context)
                            ),
                        token
                    )
                    .ConfigureAwait(false);
            }
            catch (LostRaceException e)
            {
                if (++lost >= MaxRaces)
                    throw Explained(e.InnerException!);

                await PauseAsync(lost, token).ConfigureAwait(false);
            }
            catch (Exception e) when (IsFailure(e))
            {
                isInDoubt |= hasCommitBegun;
                if (IsEnough(attempt, start) || (!IsTransient(e) && !hasCommitBegun))
                    throw Explained(e);

                await PauseAsync(attempt, isInDoubt ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _oneWriter.Dispose();

    // SQLite allows one writer at a time, and waiting writers starve each other. So they queue here.
    private async Task<T> WithWriterAsync<T>(Func<TContext, Task<T>> act, CancellationToken cancellationToken)
    {
        if (!_isOneWriter)
            return await WithContextAsync(act).ConfigureAwait(false);

        await _oneWriter.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await WithContextAsync(act).ConfigureAwait(false);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    private async Task<T> WithContextAsync<T>(Func<TContext, Task<T>> act)
    {
        // Our write must not join a transaction of the caller: its rollback would undo a lock or make a spent code
        // valid again.
        using var outside = Transaction.Current is null
            ? null
            : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        var scope = scopes.CreateAsyncScope();
        await using var ending = scope.ConfigureAwait(false);
        var factory = scope.ServiceProvider.GetService<IDbContextFactory<TContext>>();
        var context = factory is null
            ? scope.ServiceProvider.GetRequiredService<TContext>()
            : await factory.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);

        // A context from the factory must be disposed here. One from the scope is disposed with the scope.
        await using var closing = (factory is null ? (IAsyncDisposable)scope : context).ConfigureAwait(false);
        RefuseShared(context);
        if (!_isLookedAt)
        {
            RefuseBare(context);
            RefuseSingle(context);
            _isLookedAt = true;
        }

        _isOneWriter = context.Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) == true;
        context.ChangeTracker.AutoDetectChangesEnabled = false;

        // A write that fails is rolled back as a whole, so it needs no savepoint.
        context.Database.AutoSavepointsEnabled = false;
        return await act(context).ConfigureAwait(false);
    }

    // The host's execution strategy retries transient errors as long as nothing was committed. It must not see a broken
    // commit, because it cannot know the result.
    private static async Task<T> RunAsync<T>(TContext context, Func<bool> hasCommitBegun, Func<Task<T>> act)
    {
        var (answer, failure) = await context
            .Database.CreateExecutionStrategy()
            .ExecuteAsync<(T?, Exception?)>(async () =>
            {
                // What an earlier try has added must not be added twice.
                context.ChangeTracker.Clear();
                try
                {
                    return (await act().ConfigureAwait(false), null);
                }
#pragma warning disable CA1031 // Thrown again below.
                catch (Exception e) when (hasCommitBegun() || e is LostRaceException)
#pragma warning restore CA1031
                {
                    return (default, e);
                }
            })
            .ConfigureAwait(false);
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        return answer!;
    }

    private static void RefuseShared(TContext context)
    {
        if (context.Database.GetDbConnection().State != ConnectionState.Closed)
            throw new TwoFactorStoreException(
                $"{typeof(TContext).Name} is given an open connection that it shares with others: their "
                    + "rollback would undo a lock or give a spent code back. Configure it with a connection string."
            );
    }

    private static void RefuseBare(TContext context)
    {
        if (context.Model.FindEntityType(typeof(AccountEntity)) is null)
            throw new TwoFactorStoreException(
                $"{typeof(TContext).Name} has no two-factor tables. Call modelBuilder.AddTwoFactor() in its "
                    + "OnModelCreating, and add a migration."
            );
    }

    // A context that is a singleton is the host's own: our commits would save the host's unsaved changes.
    private void RefuseSingle(TContext context)
    {
        using var other = scopes.CreateScope();
        if (ReferenceEquals(context, other.ServiceProvider.GetService<TContext>()))
            throw new TwoFactorStoreException(
                $"{typeof(TContext).Name} is registered as one instance for the whole app: two-factor writes "
                    + "would save the host's unsaved changes. Register it with AddDbContextFactory, or scoped."
            );
    }

    private static bool IsEnough(int attempt, long start) =>
        attempt >= MaxTries || TimeProvider.System.GetElapsedTime(start) > s_patience;

    private static async Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var ceiling = Math.Min(MaxPauseMilliseconds, 4 << Math.Min(attempt, 6));
        await Task.Delay(
                TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(ceiling)),
                TimeProvider.System,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static bool IsFailure(Exception e) =>
        e
            is DbException
                or DbUpdateException
                or InvalidOperationException
                or InvalidCastException
                or FormatException
                or TimeoutException
                or IOException
                or RetryLimitExceededException
                or ArgumentOutOfRangeException
                or OverflowException;

    public static bool IsTransient(Exception e)
    {
        if (e is RetryLimitExceededException)
            return false;

        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException { IsTransient: true })
                return true;
        }

        return false;
    }

    private static TwoFactorStoreException Explained(Exception e) =>
        e switch
        {
            DbUpdateException => new(
                $"The two-factor tables of {typeof(TContext).Name} refuse a row: "
                    + $"{(e.InnerException ?? e).Message} Nothing was changed. If an event is already there, "
                    + "somebody wrote to the trail from outside: verify it and restore a backup.",
                e
            ),
            _ => new(
                $"The two-factor tables of {typeof(TContext).Name} cannot be used: "
                    + $"{(e is RetryLimitExceededException ? e.InnerException ?? e : e).Message} If another "
                    + "process or transaction holds them, try again. If they are missing, add a migration and "
                    + "apply it: dotnet ef migrations add TwoFactor, dotnet ef database update.",
                e
            ),
        };
}
