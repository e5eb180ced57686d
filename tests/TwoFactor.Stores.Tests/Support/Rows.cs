namespace TwoFactor.Tests;

/// <summary>Rows and events to write.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Start = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    /// <summary>Every row has it among its values, so that its write is known on the wire.</summary>
    public const string Mark = "method_on_the_wire";

    public static AccountKey Alice { get; } = new("t", "alice");

    public static AccountRow Row(AccountKey key, long version, byte mark = 0) =>
        new()
        {
            Key = key,
            Version = version,
            Sealed = [1, mark, (byte)version],
            Methods = Mark,
            UpdatedAt = Start,
        };

    public static AuditEvent Event(long sequence, string? detail = null) =>
        new()
        {
            Sequence = sequence,
            At = Start.AddTicks(sequence),
            UserId = "alice",
            Type = "verification",
            Detail = detail,
            Hash = new byte[] { 1, 2, 3 },
        };
}
