using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace TwoFactor.Tests;

/// <summary>Counts the statements of a context that have a mark, and can let the caller leave at the first.</summary>
internal sealed class StatementWatch(string mark) : DbCommandInterceptor
{
    public int Seen { get; private set; }

    public CancellationTokenSource? Leaving { get; init; }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (command.CommandText.Contains(mark, StringComparison.Ordinal))
        {
            Seen++;
            if (Leaving is not null)
                await Leaving.CancelAsync();
        }

        return result;
    }
}
