using System.Data.Common;
using System.Linq.Expressions;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

#pragma warning disable CA1309 // The database compares, by the collation of the column.

namespace TwoFactor;

/// <summary>
/// Accounts, policy and audit trail in the host's DbContext. A write and its events are one SaveChanges in one
/// transaction, or on PostgreSQL one statement. The version is the concurrency token: the condition on it is part of
/// the statement that writes the row.
/// </summary>
internal sealed class EntityFrameworkAccountStore<TContext>(EntityFrameworkDatabase<TContext> database)
    : IAccountStore,
        IPolicyStore,
        IAuditStore
    where TContext : DbContext
{
    // The class of such errors in SQL.
    private const string IntegrityViolated = "23";

    private readonly AccountQuery<TContext> _find = new();

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (context, token) =>
                await _find.RunAsync(context, key, token).ConfigureAwait(false) is { } found ? Row(found) : null,
            cancellationToken
        );

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        var id = NewId();
        return WriteAsync(
            context => Accounts(context, row.Key.Tenant).Where(a => a.UserId == row.Key.UserId),
            () => Entity(row, id),
            a => new Written(a.Version, a.WriteId),
            expectedVersion,
            row.Key,
            id,
            events,
            cancellationToken
        );
    }

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<AccountRow>>(
            async (context, token) =>
            {
                var accounts = Accounts(context, tenant);
                if (afterUserId is not null)
                    accounts = accounts.Where(a => string.Compare(a.UserId, afterUserId) > 0);

                var found = await accounts.OrderBy(a => a.UserId).Take(take).ToListAsync(token).ConfigureAwait(false);
                return [.. found.Select(Row)];
            },
            cancellationToken
        );

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (context, token) =>
                await Policies(context, tenant).SingleOrDefaultAsync(token).ConfigureAwait(false) is { } found
                    ? new PolicyRow
                    {
                        Tenant = tenant,
                        Version = found.Version,
                        Sealed = found.Sealed,
                    }
                    : null,
            cancellationToken
        );

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        var id = NewId();
        return WriteAsync(
            context => Policies(context, row.Tenant),
            () => Entity(row, id),
            p => new Written(p.Version, p.WriteId),
            expectedVersion,
            new AccountKey(row.Tenant, AuditEvent.PolicyTrail),
            id,
            events,
            cancellationToken
        );
    }

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<AuditEvent>>(
            async (context, token) =>
            {
                var found = await Events(context, trail.Tenant)
                    .Where(e => e.UserId == trail.UserId && e.Sequence > afterSequence)
                    .OrderBy(e => e.Sequence)
                    .Take(take)
                    .ToListAsync(token)
                    .ConfigureAwait(false);
                return [.. found.Select(Event)];
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<AuditEvent>>(
            async (context, token) =>
            {
                var events = Events(context, tenant);
                if (userId is not null)
                    events = events.Where(e => e.UserId == userId);

                if (before is { } position)
                    events = events.Where(IsBefore(position));

                var found = await events
                    .OrderByDescending(e => e.At)
                    .ThenByDescending(e => e.UserId)
                    .ThenByDescending(e => e.Sequence)
                    .Take(take)
                    .ToListAsync(token)
                    .ConfigureAwait(false);
                return [.. found.Select(Event)];
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async (context, token) =>
            {
                var users = Events(context, tenant).Select(e => e.UserId);
                if (afterUserId is not null)
                    users = users.Where(u => string.Compare(u, afterUserId) > 0);

                return await users.Distinct().OrderBy(u => u).Take(take).ToListAsync(token).ConfigureAwait(false);
            },
            cancellationToken
        );

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        database.WriteAsync<long>(
            async (context, _, token) =>
                (
                    await Events(context, trail.Tenant)
                        .Where(e => e.UserId == trail.UserId && e.Sequence <= throughSequence)
                        .ExecuteDeleteAsync(token)
                        .ConfigureAwait(false),
                    true
                ),
            cancellationToken
        );

    private ValueTask<bool> WriteAsync<T>(
        Func<TContext, IQueryable<T>> rows,
        Func<T> entity,
        Expression<Func<T, Written>> written,
        long expectedVersion,
        AccountKey trail,
        Guid id,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
        where T : class
    {
        // A first row is rare, and a refused INSERT fills the host's log: it looks first. So does every further try,
        // after a refused one, and after one that may already be done.
        var looksFirst = expectedVersion == 0;
        return database.WriteAsync(
            async (context, isInDoubt, token) =>
            {
                if (looksFirst)
                {
                    var found = await rows(context).Select(written).SingleOrDefaultAsync(token).ConfigureAwait(false);
                    if ((found?.Version ?? 0) != expectedVersion)
                    {
                        var isMine =
                            isInDoubt
                            && found is not null
                            && await WasDoneAsync(context, trail, id, expectedVersion, events, found, token)
                                .ConfigureAwait(false);
                        return (isMine, false);
                    }
                }

                looksFirst = true;
                var isWritten = await SaveAsync(
                        context,
                        entity(),
                        expectedVersion,
                        events.Select(e => Entity(trail, id, e)),
                        isInDoubt,
                        token
                    )
                    .ConfigureAwait(false);
                return (isWritten, isWritten);
            },
            context =>
            {
                if (looksFirst || entity() is not AccountEntity account || OneStatement.For(context) is not { } one)
                    return null;

                looksFirst = true;
                return () =>
                    SendAsync(context, one, account, expectedVersion, [.. events.Select(e => Entity(trail, id, e))]);
            },
            cancellationToken
        );
    }

    // The event of whoever wrote first may have the key of ours.
    private static async Task<bool> SendAsync(
        TContext context,
        OneStatement statement,
        AccountEntity account,
        long expectedVersion,
        IReadOnlyList<EventEntity> events
    )
    {
        try
        {
            return await statement.WriteAsync(context, account, expectedVersion, events).ConfigureAwait(false);
        }
        catch (DbException e) when (e.SqlState?.StartsWith(IntegrityViolated, StringComparison.Ordinal) == true)
        {
            throw new LostRaceException(e);
        }
    }

    // If another process wrote first, its version differs, or its row or event has the key of ours.
    private static async Task<bool> SaveAsync<T>(
        TContext context,
        T entity,
        long expectedVersion,
        IEnumerable<EventEntity> events,
        bool isInDoubt,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var entry = context.Entry(entity);
        entry.State = expectedVersion == 0 ? EntityState.Added : EntityState.Modified;
        if (expectedVersion != 0)
            entry.Property(nameof(AccountEntity.Version)).OriginalValue = expectedVersion;

        context.AddRange(events);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateConcurrencyException) when (!isInDoubt)
        {
            return false;
        }
        catch (DbUpdateException e) when (!EntityFrameworkDatabase<TContext>.IsTransient(e))
        {
            throw new LostRaceException(e);
        }
    }

    private static async Task<bool> WasDoneAsync(
        TContext context,
        AccountKey trail,
        Guid id,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        Written row,
        CancellationToken cancellationToken
    )
    {
        if (row.WriteId == id)
            return true;

        if (events.Count > 0)
        {
            var first = events[0].Sequence;

            // If no event has that number, it was erased with its user in the meantime.
            var writer = await Events(context, trail.Tenant)
                .Where(e => e.UserId == trail.UserId && e.Sequence == first)
                .Select(e => (Guid?)e.WriteId)
                .SingleOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            if (writer is not null)
                return writer == id;
        }

        return row.Version <= expectedVersion + 1
            ? false
            : throw new TwoFactorStoreException(
                "The connection to the database broke while a record was written, and others have written it "
                    + "since: whether it was done is not known. Try again."
            );
    }

    private static Expression<Func<EventEntity, bool>> IsBefore(AuditPosition position)
    {
        var (at, user, sequence) = (position.At.UtcTicks, position.UserId, position.Sequence);
        return e =>
            e.At < at
            || (e.At == at && (string.Compare(e.UserId, user) < 0 || (e.UserId == user && e.Sequence < sequence)));
    }

    private static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    private static IQueryable<AccountEntity> Accounts(TContext context, string tenant) =>
        context.Set<AccountEntity>().AsNoTracking().IgnoreQueryFilters().Where(a => a.Tenant == tenant);

    private static IQueryable<PolicyEntity> Policies(TContext context, string tenant) =>
        context.Set<PolicyEntity>().AsNoTracking().IgnoreQueryFilters().Where(p => p.Tenant == tenant);

    private static IQueryable<EventEntity> Events(TContext context, string tenant) =>
        context.Set<EventEntity>().AsNoTracking().IgnoreQueryFilters().Where(e => e.Tenant == tenant);

    private static AccountEntity Entity(AccountRow row, Guid id) =>
        new()
        {
            Tenant = row.Key.Tenant,
            UserId = row.Key.UserId,
            Version = row.Version,
            WriteId = id,
            Sealed = row.Sealed,
            IsEnrolled = row.IsEnrolled,
            Methods = row.Methods,
            LockedUntil = row.LockedUntil?.UtcTicks,
            LastVerifiedAt = row.LastVerifiedAt?.UtcTicks,
            UpdatedAt = row.UpdatedAt.UtcTicks,
        };

    private static PolicyEntity Entity(PolicyRow row, Guid id) =>
        new()
        {
            Tenant = row.Tenant,
            Version = row.Version,
            WriteId = id,
            Sealed = row.Sealed,
        };

    private static EventEntity Entity(AccountKey trail, Guid id, AuditEvent e) =>
        new()
        {
            Tenant = trail.Tenant,
            UserId = trail.UserId,
            Sequence = e.Sequence,
            WriteId = id,
            At = e.At.UtcTicks,
            Type = e.Type,
            FactorId = e.FactorId,
            Method = e.Method,
            Outcome = e.Outcome,
            Detail = e.Detail,
            Actor = e.Actor,
            Reason = e.Reason,
            CorrelationId = e.CorrelationId,
            Hash = e.Hash.ToArray(),
        };

    private static AccountRow Row(AccountEntity entity) =>
        new()
        {
            Key = new AccountKey(entity.Tenant, entity.UserId),
            Version = entity.Version,
            Sealed = entity.Sealed,
            IsEnrolled = entity.IsEnrolled,
            Methods = entity.Methods,
            LockedUntil = entity.LockedUntil is { } locked ? Time(locked) : null,
            LastVerifiedAt = entity.LastVerifiedAt is { } verified ? Time(verified) : null,
            UpdatedAt = Time(entity.UpdatedAt),
        };

    private static AuditEvent Event(EventEntity entity) =>
        new()
        {
            UserId = entity.UserId,
            Sequence = entity.Sequence,
            At = Time(entity.At),
            Type = entity.Type,
            FactorId = entity.FactorId,
            Method = entity.Method,
            Outcome = entity.Outcome,
            Detail = entity.Detail,
            Actor = entity.Actor,
            Reason = entity.Reason,
            CorrelationId = entity.CorrelationId,
            Hash = entity.Hash,
        };

    // An impossible value is replaced by another one. The authentication tag or the hash chain then detects it. One bad
    // row must not prevent the reading of all others.
    private static DateTimeOffset Time(long ticks) =>
        new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private sealed record Written(long Version, Guid WriteId);
}
