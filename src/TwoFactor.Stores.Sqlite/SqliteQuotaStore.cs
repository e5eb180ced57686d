using Microsoft.Data.Sqlite;

namespace TwoFactor.Stores;

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
            session =>
            {
                if (
                    QuotaRules.Decide(permits, now, p => ReadSlots(session, tenant, p.Bucket, p.Window, now)) is
                    { } refusal
                )
                    return (refusal, false);

                Forget(session, tenant, now - s_forgetAfter);
                foreach (var permit in permits)
                {
                    if (permit.Cost != 0)
                        Take(session, tenant, permit, now);
                }

                return (QuotaDecision.Granted, true);
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
            session =>
            {
                var taken = new long[counts.Count];
                for (var i = 0; i < taken.Length; i++)
                {
                    var youngest = new QuotaWindow(counts[i].Window).YoungestSlotAt(now, counts[i].MinAge);
                    taken[i] = ReadSlots(session, tenant, counts[i].Bucket, counts[i].Window, now)
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
    ) => database.MaintainAsync<long>(session => Forget(session, tenant, expiredBefore), cancellationToken);

    private static List<(long Slot, long Count)> ReadSlots(
        SqliteSession session,
        string tenant,
        string bucket,
        TimeSpan window,
        DateTimeOffset now
    )
    {
        var command = session.Command(
            "SELECT slot, count FROM two_factor_quotas WHERE tenant = $tenant AND bucket = $bucket AND slot "
                + ">= $oldest ORDER BY slot"
        );
        command.Set("$tenant", tenant);
        command.Set("$bucket", bucket);
        command.Set("$oldest", new QuotaWindow(window).OldestSlotAt(now));
        using var reader = command.ExecuteReader();
        var slots = new List<(long Slot, long Count)>();
        while (reader.Read())
            slots.Add((reader.GetInt64(0), reader.GetInt64(1)));

        return slots;
    }

    private static void Take(SqliteSession session, string tenant, QuotaPermit permit, DateTimeOffset now)
    {
        var window = new QuotaWindow(permit.Window);
        var slot = window.SlotAt(now);
        var command = session.Command(
            """
            INSERT INTO two_factor_quotas (tenant, bucket, slot, count, expires_at)
            VALUES ($tenant, $bucket, $slot, $cost, $expires)
            ON CONFLICT DO UPDATE SET count = count + excluded.count
            """
        );
        command.Set("$tenant", tenant);
        command.Set("$bucket", permit.Bucket);
        command.Set("$slot", slot);
        command.Set("$cost", permit.Cost);
        command.Set("$expires", window.ExpiryOf(slot).UtcTicks);
        command.ExecuteNonQuery();
    }

    // Long after they expired, and of this tenant alone: a clock that is ahead must not empty what others still count
    // by.
    private static int Forget(SqliteSession session, string tenant, DateTimeOffset expiredBefore)
    {
        var command = session.Command("DELETE FROM two_factor_quotas WHERE tenant = $tenant AND expires_at < $before");
        command.Set("$tenant", tenant);
        command.Set("$before", expiredBefore.UtcTicks);
        return command.ExecuteNonQuery();
    }
}
