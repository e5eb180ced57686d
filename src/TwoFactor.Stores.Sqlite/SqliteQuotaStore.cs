using Microsoft.Data.Sqlite;

namespace TwoFactor;

/// <summary>
/// Quotas in the same file, one row per slot of a bucket. Taking permits is one transaction that holds the write lock
/// from the first read, so processes take turns. Expired rows are deleted in the same transaction.
/// </summary>
internal sealed class SqliteQuotaStore(SqliteDatabase database) : IQuotaStore
{
    private static readonly TimeSpan s_forgetAfter = TimeSpan.FromDays(2);

    public ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                if (
                    QuotaRules.Decide(permits, now, p => ReadSlots(connection, tenant, p.Bucket, p.Window, now)) is
                    { } refusal
                )
                    return refusal;

                Forget(connection, tenant, now - s_forgetAfter);
                foreach (var permit in permits)
                {
                    if (permit.Cost != 0)
                        Take(connection, tenant, permit, now);
                }

                transaction.Commit();
                return QuotaDecision.Granted;
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
            connection =>
            {
                var taken = new long[counts.Count];
                for (var i = 0; i < taken.Length; i++)
                {
                    var youngest = new QuotaWindow(counts[i].Window).YoungestSlotAt(now, counts[i].MinAge);
                    taken[i] = ReadSlots(connection, tenant, counts[i].Bucket, counts[i].Window, now)
                        .Where(s => s.Slot <= youngest)
                        .Sum(s => s.Count);
                }

                return taken;
            },
            cancellationToken
        );

    public ValueTask<long> PurgeAsync(
        string tenant,
        DateTimeOffset expiredBefore,
        CancellationToken cancellationToken
    ) => database.WriteAsync<long>(connection => Forget(connection, tenant, expiredBefore), cancellationToken);

    private static List<(long Slot, long Count)> ReadSlots(
        SqliteConnection connection,
        string tenant,
        string bucket,
        TimeSpan window,
        DateTimeOffset now
    )
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT slot, count FROM two_factor_quotas WHERE tenant = $tenant AND bucket = $bucket AND slot "
            + ">= $oldest ORDER BY slot";
        command.Parameters.AddWithValue("$tenant", tenant);
        command.Parameters.AddWithValue("$bucket", bucket);
        command.Parameters.AddWithValue("$oldest", new QuotaWindow(window).OldestSlotAt(now));
        using var reader = command.ExecuteReader();
        var slots = new List<(long Slot, long Count)>();
        while (reader.Read())
            slots.Add((reader.GetInt64(0), reader.GetInt64(1)));

        return slots;
    }

    private static void Take(SqliteConnection connection, string tenant, QuotaPermit permit, DateTimeOffset now)
    {
        var window = new QuotaWindow(permit.Window);
        var slot = window.SlotAt(now);
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO two_factor_quotas (tenant, bucket, slot, count, expires_at) VALUES ($tenant, $bucket, $slot, $cost, $expires)
            ON CONFLICT DO UPDATE SET count = count + excluded.count
            """;
        command.Parameters.AddWithValue("$tenant", tenant);
        command.Parameters.AddWithValue("$bucket", permit.Bucket);
        command.Parameters.AddWithValue("$slot", slot);
        command.Parameters.AddWithValue("$cost", permit.Cost);
        command.Parameters.AddWithValue("$expires", window.ExpiryOf(slot).UtcTicks);
        command.ExecuteNonQuery();
    }

    // Long after they expired, and only for this tenant: a machine whose clock is ahead must not delete counts that
    // others still use.
    private static int Forget(SqliteConnection connection, string tenant, DateTimeOffset expiredBefore)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM two_factor_quotas WHERE tenant = $tenant AND expires_at < $before";
        command.Parameters.AddWithValue("$tenant", tenant);
        command.Parameters.AddWithValue("$before", expiredBefore.UtcTicks);
        return command.ExecuteNonQuery();
    }
}
