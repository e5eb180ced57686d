using System.Security.Cryptography;

namespace TwoFactor.Testing;

/// <summary>Rows and events for cases.</summary>
internal static class Samples
{
    // Not a multiple of a millisecond or microsecond: the hash of an event covers every tick, so stores must keep them.
    public static readonly DateTimeOffset Start = new DateTimeOffset(2027, 1, 31, 9, 30, 0, TimeSpan.Zero).AddTicks(
        1_234_567
    );

    /// <summary>The longest allowed tenant, less two characters that cases append.</summary>
    public static string NewTenant() => "kit-" + RandomNumberGenerator.GetHexString(58, lowercase: true);

    public static AccountRow Row(AccountKey key, long version, byte mark = 0) =>
        new()
        {
            Key = key,
            Version = version,
            Sealed = [0, 255, mark, (byte)version],
            IsEnrolled = true,
            Methods = "sms,totp",
            LockedUntil = Start.AddTicks(1),
            LastVerifiedAt = Start.AddTicks(2),
            UpdatedAt = Start.AddTicks(3),
        };

    public static AuditEvent Event(AccountKey trail, long sequence) =>
        new()
        {
            Sequence = sequence,
            At = Start.AddTicks(sequence),
            UserId = trail.UserId,
            Type = "verification",
            FactorId = "Zm9vYmFyYmF6LXF1eC1xdQ",
            Method = "totp",
            Outcome = "accepted",
            Detail = "",
            Actor = "actor ☃ 🔑",
            Reason = null,
            CorrelationId = "0af7651916cd43dd8448eb211c80319c",
            Hash = Enumerable.Range(0, 32).Select(i => i == 0 ? (byte)0 : (byte)(sequence + (i * 37))).ToArray(),
        };

    public static AuditEvent[] Events(AccountKey trail, long first, int count = 1) =>
        [.. Enumerable.Range(0, count).Select(i => Event(trail, first + i))];

    public static string Describe(AuditEvent e) =>
        $"{e.Sequence}|{e.At.UtcTicks}|{e.UserId}|{e.Type}|"
        + $"{e.FactorId ?? "null"}|{e.Method ?? "null"}|{e.Outcome ?? "null"}|{e.Detail ?? "null"}|"
        + $"{e.Actor ?? "null"}|{e.Reason ?? "null"}|{e.CorrelationId ?? "null"}|{Convert.ToHexString(e.Hash.Span)}";

    public static string Describe(AccountRow row) =>
        $"{row.Key}|{row.Version}|{Convert.ToHexString(row.Sealed)}|{row.IsEnrolled}|{row.Methods}|"
        + $"{row.LockedUntil?.UtcTicks}|{row.LastVerifiedAt?.UtcTicks}|{row.UpdatedAt.UtcTicks}";
}
