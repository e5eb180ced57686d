using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace TwoFactor.Stores;

/// <summary>
/// Quotas in PostgreSQL, one row per slot of a bucket. One round trip takes from all buckets: it locks them one after
/// the other, always in the same order, checks, and takes from all or none.
/// </summary>
internal sealed class PostgreSqlQuotaStore(PostgreSqlDatabase database) : IQuotaStore
{
    private const string LockBuckets = "SELECT pg_advisory_xact_lock(k) FROM unnest($1) AS k";

    // The counts are read in a separate statement after the locks are held, so that it sees what others have committed
    // until then.
    private const string TakeAll = """
        WITH asked AS (
            SELECT * FROM unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY
                AS a (bucket, oldest, slot, room, cost, expires_at, n)
        ),
        found AS (
            SELECT a.n, q.slot, q.count FROM asked a
            JOIN two_factor_quotas q ON q.tenant = $1 AND q.bucket = a.bucket AND q.slot >= a.oldest
            WHERE a.room IS NOT NULL
        ),
        verdict AS (
            SELECT NOT EXISTS (
                SELECT FROM asked a
                WHERE a.room IS NOT NULL AND coalesce((SELECT sum(f.count) FROM found f WHERE f.n = a.n), 0) > a.room
            ) AS granted
        ),
        taken AS (
            INSERT INTO two_factor_quotas AS q (tenant, bucket, slot, count, expires_at)
            SELECT $1, a.bucket, a.slot, a.cost, a.expires_at FROM asked a, verdict WHERE granted AND a.cost <> 0
            ON CONFLICT (tenant, bucket, slot) DO UPDATE SET count = q.count + excluded.count
        )
        SELECT v.granted, f.n, f.slot, f.count FROM verdict v LEFT JOIN found f ON NOT v.granted ORDER BY f.n, f.slot
        """;

    private const string Sum = """
        SELECT coalesce((
            SELECT sum(q.count) FROM two_factor_quotas q
            WHERE q.tenant = $1 AND q.bucket = a.bucket AND q.slot BETWEEN a.oldest AND a.youngest
        ), 0)::bigint
        FROM unnest($2, $3, $4) WITH ORDINALITY AS a (bucket, oldest, youngest, n) ORDER BY a.n
        """;

    public ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            async (connection, _) =>
            {
                using var batch = connection.CreateBatch();
                batch.Timeout = database.Seconds(connection);

                // Set explicitly, whatever the database's default is: the statement after the locks needs a newer
                // snapshot.
                batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"));
                batch.BatchCommands.Add(Locks(tenant, permits));
                batch.BatchCommands.Add(Take(tenant, permits, now));
                batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
                using var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
                await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
                var slots = new Dictionary<string, List<(long Slot, long Count)>>(StringComparer.Ordinal);
                var isGranted = false;
                while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    isGranted = reader.GetBoolean(0);
                    if (!reader.IsDBNull(1))
                        SlotsOf(slots, permits[(int)reader.GetInt64(1) - 1].Bucket)
                            .Add((reader.GetInt64(2), reader.GetInt64(3)));
                }

                while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    // The commit returns no rows, but reading its result throws its error.
                }

                return isGranted
                    ? QuotaDecision.Granted
                    : QuotaRules.Decide(permits, now, p => SlotsOf(slots, p.Bucket))
                        ?? throw new TwoFactorStoreException(
                            "PostgreSQL and the library disagree on a quota. Nothing was taken; update the "
                                + "library on all machines."
                        );
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<long>>(
            async (connection, token) =>
            {
                using var command = database.NewCommand(connection);
                command.CommandText = Sum;
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
                command.Parameters.Add(Texts(counts.Select(c => c.Bucket)));
                command.Parameters.Add(Numbers(counts.Select(c => new QuotaWindow(c.Window).OldestSlotAt(now))));
                command.Parameters.Add(
                    Numbers(counts.Select(c => new QuotaWindow(c.Window).YoungestSlotAt(now, c.MinAge)))
                );
                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var taken = new List<long>(counts.Count);
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                    taken.Add(reader.GetInt64(0));

                return taken;
            },
            cancellationToken
        );

    public ValueTask<long> PurgeAsync(
        string tenant,
        DateTimeOffset expiredBefore,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<long>(
            async (connection, token) =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "DELETE FROM two_factor_quotas WHERE tenant = $1 AND expires_at < $2";
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = expiredBefore.UtcTicks });
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken
        );

    private static NpgsqlBatchCommand Locks(string tenant, IReadOnlyList<QuotaPermit> permits)
    {
        var command = new NpgsqlBatchCommand(LockBuckets);
        command.Parameters.Add(Numbers(permits.Select(p => LockOf(tenant, p.Bucket)).Distinct().Order()));
        return command;
    }

    private static NpgsqlBatchCommand Take(string tenant, IReadOnlyList<QuotaPermit> permits, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(TakeAll);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(Texts(permits.Select(p => p.Bucket)));
        command.Parameters.Add(Numbers(permits.Select(p => new QuotaWindow(p.Window).OldestSlotAt(now))));
        command.Parameters.Add(Numbers(permits.Select(p => new QuotaWindow(p.Window).SlotAt(now))));
        command.Parameters.Add(
            new NpgsqlParameter<long?[]>
            {
                TypedValue = [.. permits.Select(p => p.Limit == long.MaxValue || p.Cost < 0 ? (long?)null : p.Room)],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            }
        );
        command.Parameters.Add(Numbers(permits.Select(p => (long)p.Cost)));
        command.Parameters.Add(
            Numbers(
                permits.Select(p => new QuotaWindow(p.Window).ExpiryOf(new QuotaWindow(p.Window).SlotAt(now)).UtcTicks)
            )
        );
        return command;
    }

    // All programs that use the database share the numbers for advisory locks. So these are hashes over the full range.
    private static long LockOf(string tenant, string bucket) =>
        BinaryPrimitives.ReadInt64LittleEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes($"two_factor_quotas\0{tenant}\0{bucket}"))
        );

    private static List<(long Slot, long Count)> SlotsOf(
        Dictionary<string, List<(long Slot, long Count)>> slots,
        string bucket
    )
    {
        if (!slots.TryGetValue(bucket, out var found))
            slots[bucket] = found = [];

        return found;
    }

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> values) =>
        new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter<long[]> Numbers(IEnumerable<long> values) =>
        new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}
