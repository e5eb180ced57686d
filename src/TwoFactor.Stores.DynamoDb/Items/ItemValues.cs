using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Values of items. A value that is missing or has the wrong type reads as empty. The seal of the record or the hash
/// chain of the trail then finds the fault.
/// </summary>
internal static class ItemValues
{
    public static AttributeValue Of(string value) => new(value);

    public static AttributeValue Of(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Of(bool value) => new() { BOOL = value };

    public static AttributeValue Of(ReadOnlyMemory<byte> value) =>
        new() { B = new MemoryStream(value.ToArray(), writable: false) };

    public static string? Text(this Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.S;

    public static long? Number(this Dictionary<string, AttributeValue> item, string name) =>
        long.TryParse(
            item.GetValueOrDefault(name)?.N,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    public static bool Flag(this Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.BOOL == true;

    public static byte[] Bytes(this Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.B?.ToArray() ?? [];

    public static DateTimeOffset? Time(this Dictionary<string, AttributeValue> item, string name) =>
        item.Number(name) is { } ticks
            ? new DateTimeOffset(
                Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks),
                TimeSpan.Zero
            )
            : null;
}
