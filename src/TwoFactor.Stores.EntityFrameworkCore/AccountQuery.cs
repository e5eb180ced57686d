using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace TwoFactor;

/// <summary>
/// Reads one account with a query that is compiled once for each model: a host may give its context several, for
/// instance one for each schema.
/// </summary>
internal sealed class AccountQuery<TContext>
    where TContext : DbContext
{
    private readonly ConditionalWeakTable<
        IModel,
        Func<TContext, string, string, CancellationToken, Task<AccountEntity?>>
    > _compiled = [];

    public Task<AccountEntity?> RunAsync(TContext context, AccountKey key, CancellationToken cancellationToken) =>
        _compiled.GetValue(context.Model, static _ => Compile())(context, key.Tenant, key.UserId, cancellationToken);

    private static Func<TContext, string, string, CancellationToken, Task<AccountEntity?>> Compile() =>
        EF.CompileAsyncQuery(
            (TContext context, string tenant, string userId, CancellationToken cancellationToken) =>
                context
                    .Set<AccountEntity>()
                    .AsNoTracking()
                    .IgnoreQueryFilters()
                    .SingleOrDefault(a => a.Tenant == tenant && a.UserId == userId)
        );
}
