namespace TwoFactor;

/// <summary>
/// Processes all records of the tenant, page by page in the order of user ids, several of a page at a time. It holds
/// only one page in memory.
/// </summary>
internal sealed class RecordSweep(AccountVault vault, int atATime)
{
    /// <summary>Writes mostly wait for the disk. Several at once share its syncs.</summary>
    public const int AtATime = 8;

    public async Task<long> CountAsync(Func<AccountRow, bool> isMeant, CancellationToken cancellationToken)
    {
        long count = 0;
        await foreach (var row in vault.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (isMeant(row))
                count++;
        }

        return count;
    }

    public async Task RunAsync(
        Func<AccountRow, bool> isMeant,
        Func<AccountRow, CancellationToken, ValueTask> act,
        CancellationToken cancellationToken
    )
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellationToken };
        string? after = null;
        while (true)
        {
            var page = await vault.ListPageAsync(after, AccountVault.PageSize, cancellationToken).ConfigureAwait(false);
            if (atATime > 1)
            {
                await Parallel.ForEachAsync(page.Where(isMeant), parallel, act).ConfigureAwait(false);
            }
            else
            {
                foreach (var row in page.Where(isMeant))
                    await act(row, cancellationToken).ConfigureAwait(false);
            }

            if (page.Count < AccountVault.PageSize)
                return;

            after = page[^1].Key.UserId;
        }
    }
}
