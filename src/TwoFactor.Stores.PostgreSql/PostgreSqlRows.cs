using Npgsql;

namespace TwoFactor.Stores;

/// <summary>Rows of accounts as they are read.</summary>
internal static class PostgreSqlRows
{
    public const string Columns =
        "a.user_id, a.version, a.sealed, a.is_enrolled, a.methods, a.locked_until, a.last_verified_at, a.updated_at";

    public const int ColumnCount = 8;

    public static AccountRow Read(NpgsqlDataReader reader, string tenant) =>
        new()
        {
            Key = new AccountKey(tenant, reader.GetString(0)),
            Version = reader.GetInt64(1),
            Sealed = reader.GetFieldValue<byte[]>(2),
            IsEnrolled = reader.GetBoolean(3),
            Methods = reader.GetString(4),
            LockedUntil = reader.IsDBNull(5) ? null : Time(reader.GetInt64(5)),
            LastVerifiedAt = reader.IsDBNull(6) ? null : Time(reader.GetInt64(6)),
            UpdatedAt = Time(reader.GetInt64(7)),
        };

    // A value that cannot be shows as another one, and then the seal or the chain tells: one odd row must not stop the
    // reading of all others.
    public static DateTimeOffset Time(long ticks) =>
        new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
