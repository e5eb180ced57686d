using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// Conditional writes of several users in one statement, so one transaction: all that the statement did was done, or
/// nothing. It takes the rows that are at the expected version and that nobody holds, and says which. All others go
/// each for itself, with the statement that they would have gone with alone: who was too late, whose row was held, who
/// is in the group a second time. So it waits for no lock, no group can block another, and only one statement decides
/// what is refused.
/// </summary>
internal sealed class GroupedWrites(PostgreSqlDatabase database) : ILaneWork<PostgreSqlWrite, bool>
{
    public int SizeOf(PostgreSqlWrite ask) => ask.Size;

    public ValueTask<bool> AloneAsync(
        PostgreSqlWrite ask,
        PostgreSqlPatience? patience,
        CancellationToken cancellationToken
    ) => PostgreSqlSureWrite.RunAsync(database, ask, patience, isInDoubt: false, cancellationToken);

    public async Task<bool> TogetherAsync(IReadOnlyList<LaneMember<PostgreSqlWrite, bool>> members)
    {
        var written = new bool[members.Count];
        var (hasAnswered, isInDoubt) = (true, false);
        try
        {
            var connection = await database
                .OpenAsync(members[0].Patience, CancellationToken.None)
                .ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            using var warnings = new PostgreSqlWarnings(connection.Connection);
            isInDoubt = true;
            await GroupedWriteStatement
                .TryAsync(database, connection.Connection, members, written)
                .ConfigureAwait(false);
            connection.IsSound = true;

            // The warning of a commit that did not wait for its replica concerns all of it.
            isInDoubt = warnings.IsWarned;
        }
        catch (NpgsqlException e) when (PostgreSqlProblems.IsRolledBack(e))
        {
            // One of them spoiled it for all, and nothing was done: each for itself, and one is told why.
            isInDoubt = false;
            database.HasForgottenStatement(e, attempt: 0);
        }
        catch (Exception)
        {
            // The connection broke. What was done is found out by each, by the id of its own write.
            hasAnswered = false;
        }

        for (var i = 0; i < members.Count; i++)
        {
            if (!isInDoubt && hasAnswered && written[i])
                members[i].TrySetResult(true);
            else
                _ = FinishAsync(members[i], isInDoubt, hasAnswered ? null : members[i].Patience);
        }

        return hasAnswered;
    }

    public TwoFactorStoreException TooManyWait(int waiting) => database.TooManyWait(waiting);

    private async Task FinishAsync(
        LaneMember<PostgreSqlWrite, bool> member,
        bool isInDoubt,
        PostgreSqlPatience? patience
    )
    {
        try
        {
            member.TrySetResult(
                await PostgreSqlSureWrite
                    .RunAsync(database, member.Ask, patience, isInDoubt, CancellationToken.None)
                    .ConfigureAwait(false)
            );
        }
        catch (Exception e)
        {
            member.TrySetException(e);
        }
    }
}
