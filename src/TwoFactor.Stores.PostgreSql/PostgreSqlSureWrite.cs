using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// A write until it is known whether it was done. Where the connection breaks before the answer, the same write is sent
/// again: it can be done once only, and if it finds the version moved on, it asks whether that was its own doing.
/// </summary>
internal static class PostgreSqlSureWrite
{
    /// <param name="database">The database.</param>
    /// <param name="write">What is written.</param>
    /// <param name="patience">What is left of it, if something failed before.</param>
    /// <param name="isInDoubt">Whether it may have been done already.</param>
    /// <param name="cancellationToken">Cancels it as long as nothing is in doubt.</param>
    public static async ValueTask<bool> RunAsync(
        PostgreSqlDatabase database,
        PostgreSqlWrite write,
        PostgreSqlPatience? patience,
        bool isInDoubt,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; ; attempt++)
        {
            // What may be written is looked for, whoever has left meanwhile.
            var connection = await database
                .OpenAsync(patience, isInDoubt ? CancellationToken.None : cancellationToken)
                .ConfigureAwait(false);
            try
            {
                await using var closing = connection.ConfigureAwait(false);
                var result = await IsWrittenForSureAsync(connection.Connection, write, isInDoubt).ConfigureAwait(false);
                connection.IsSound = true;
                if (result is { } isWritten)
                    return isWritten;

                isInDoubt = true;
                patience ??= database.NewPatience();
                if (
                    !await PostgreSqlDatabase
                        .PauseAsync(attempt, patience, CancellationToken.None)
                        .ConfigureAwait(false)
                )
                    throw new TwoFactorStoreException(
                        "PostgreSQL stopped waiting for its replica: whether a record is written to both is "
                            + "not known. See that the replica runs, and try again."
                    );
            }
            catch (NpgsqlException e)
            {
                if (database.HasForgottenStatement(e, attempt))
                    continue;

                if (
                    PostgreSqlProblems.IsRolledBack(e)
                    && !PostgreSqlProblems.IsConflict(e)
                    && !PostgreSqlProblems.IsPassing(e)
                )
                    throw database.Explained(e);

                isInDoubt |= !PostgreSqlProblems.IsRolledBack(e);
                patience ??= database.NewPatience();
                if (
                    !await PostgreSqlDatabase
                        .PauseAsync(attempt, patience, isInDoubt ? CancellationToken.None : cancellationToken)
                        .ConfigureAwait(false)
                )
                    throw database.Explained(e);
            }
            catch (Exception e) when (e is InvalidCastException or InvalidOperationException or ArgumentException)
            {
                throw database.Explained(e);
            }
        }
    }

    // A server that stops waiting for its replica says "done" with a warning: committed here, and perhaps nowhere else.
    // That is no answer yet, null.
    private static async ValueTask<bool?> IsWrittenForSureAsync(
        NpgsqlConnection connection,
        PostgreSqlWrite write,
        bool isInDoubt
    )
    {
        using var warnings = new PostgreSqlWarnings(connection);
        var isWritten =
            await write.TryAsync(connection).ConfigureAwait(false)
            || (isInDoubt && await write.WasDoneAsync(connection).ConfigureAwait(false));
        return warnings.IsWarned ? null : isWritten;
    }
}
