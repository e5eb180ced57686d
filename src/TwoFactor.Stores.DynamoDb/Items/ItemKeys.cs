using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// The keys of the one table. A tenant goes before its length is known to the reader, so that no tenant and user read
/// as another tenant and user.
/// </summary>
internal static class ItemKeys
{
    public const string Partition = "pk";
    public const string Sort = "sk";
    public const string ListKey = "list_key";
    public const string ListUser = "list_user";
    public const string NewestKey = "newest_key";
    public const string NewestAt = "newest_at";

    /// <summary>The index of users and of the beginnings of trails. Verifications write nothing to it.</summary>
    public const string ListIndex = "list";

    /// <summary>The index of all events of a tenant by time.</summary>
    public const string NewestIndex = "newest";

    /// <summary>
    /// The number of partitions for a tenant's events by time. One partition takes 1,000 events a second, and a reader
    /// reads all of them.
    /// </summary>
    public const int NewestParts = 16;

    public const string Record = "record";
    public const string Bucket = "bucket";
    private const string EventPrefix = "event:";

    /// <summary>The partition of an account and its trail; the policy's if the user is empty.</summary>
    public static string Trail(AccountKey trail) => $"a{Of(trail.Tenant)}{trail.UserId}";

    public static string Quota(string tenant, string bucket) => $"q{Of(tenant)}{bucket}";

    public static string Users(string tenant) => $"u{Of(tenant)}";

    public static string Beginnings(string tenant) => $"b{Of(tenant)}";

    public static string Newest(string tenant, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"n{Of(tenant)}{part}");

    public static int NewestPartOf(string userId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(userId), hash);
        return hash[0] % NewestParts;
    }

    /// <summary>The place of an event among all of a tenant: by time, then user, then number.</summary>
    public static string Position(AuditPosition position) =>
        $"{position.At.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}"
        + $"{position.UserId}\0{Number(position.Sequence)}";

    /// <summary>The sort key of an event. Numbers below 1, which should not exist, come first.</summary>
    public static string Event(long sequence) => EventPrefix + Number(sequence);

    public static long SequenceOf(string sortKey) =>
        sortKey.StartsWith(EventPrefix, StringComparison.Ordinal)
        && ulong.TryParse(
            sortKey.AsSpan(EventPrefix.Length),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? unchecked((long)(number ^ 0x8000_0000_0000_0000))
            : 0;

    public static Dictionary<string, AttributeValue> Pair(string partition, string sort) =>
        new(StringComparer.Ordinal) { [Partition] = new AttributeValue(partition), [Sort] = new AttributeValue(sort) };

    // DynamoDB compares by the bytes of UTF-8.
    public static int Compare(string a, string b) =>
        Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private static string Of(string tenant) => string.Create(CultureInfo.InvariantCulture, $"{tenant.Length}:{tenant}");

    private static string Number(long sequence) =>
        unchecked((ulong)sequence ^ 0x8000_0000_0000_0000).ToString("X16", CultureInfo.InvariantCulture);
}
