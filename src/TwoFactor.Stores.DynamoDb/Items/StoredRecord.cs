using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>The item of an account or a policy.</summary>
internal static class StoredRecord
{
    public const string Version = "version";
    public const string Sealed = "sealed";
    public const string WriteId = "write_id";

    /// <summary>The highest number of an event that was ever written with it.</summary>
    public const string LastSequence = "last_sequence";

    /// <summary>The last event that was erased: a copy that comes late does not show.</summary>
    public const string ErasedThrough = "erased_through";

    private const string Enrolled = "is_enrolled";
    private const string Methods = "methods";
    private const string LockedUntil = "locked_until";
    private const string LastVerifiedAt = "last_verified_at";
    private const string UpdatedAt = "updated_at";

    /// <summary>The columns of an account; null for those that it has not.</summary>
    public static Dictionary<string, AttributeValue?> Columns(AccountRow row) =>
        new(StringComparer.Ordinal)
        {
            [Version] = ItemValues.Of(row.Version),
            [Sealed] = ItemValues.Of(row.Sealed.AsMemory()),
            [Enrolled] = ItemValues.Of(row.IsEnrolled),
            [Methods] = ItemValues.Of(row.Methods),
            [LockedUntil] = Time(row.LockedUntil),
            [LastVerifiedAt] = Time(row.LastVerifiedAt),
            [UpdatedAt] = ItemValues.Of(row.UpdatedAt.UtcTicks),
        };

    public static Dictionary<string, AttributeValue?> Columns(PolicyRow row) =>
        new(StringComparer.Ordinal)
        {
            [Version] = ItemValues.Of(row.Version),
            [Sealed] = ItemValues.Of(row.Sealed.AsMemory()),
        };

    public static AccountRow ReadAccount(AccountKey key, Dictionary<string, AttributeValue> item) =>
        new()
        {
            Key = key,
            Version = item.Number(Version) ?? 0,
            Sealed = item.Bytes(Sealed),
            IsEnrolled = item.Flag(Enrolled),
            Methods = item.Text(Methods) ?? "",
            LockedUntil = item.Time(LockedUntil),
            LastVerifiedAt = item.Time(LastVerifiedAt),
            UpdatedAt = item.Time(UpdatedAt) ?? DateTimeOffset.MinValue,
        };

    public static PolicyRow ReadPolicy(string tenant, Dictionary<string, AttributeValue> item) =>
        new()
        {
            Tenant = tenant,
            Version = item.Number(Version) ?? 0,
            Sealed = item.Bytes(Sealed),
        };

    /// <summary>Whether it has events that were not erased.</summary>
    public static bool HasEvents(Dictionary<string, AttributeValue> item) =>
        item.Number(LastSequence) > (item.Number(ErasedThrough) ?? 0);

    private static AttributeValue? Time(DateTimeOffset? time) => time is { } t ? ItemValues.Of(t.UtcTicks) : null;
}
