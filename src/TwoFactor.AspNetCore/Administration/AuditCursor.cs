using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TwoFactor.AspNetCore;

/// <summary>A position in the audit trail, as text for a query string.</summary>
internal static class AuditCursor
{
    private const int MaxLength = 1_024;

    public static string Format(AuditPosition position) =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{position.At.UtcTicks} {position.Sequence} {position.UserId}"
                )
            )
        );

    public static AuditPosition? Parse(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 3);
        return
            parts is [var at, var number, var userId]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && !userId.Contains('\0', StringComparison.Ordinal)
            ? new AuditPosition(new DateTimeOffset(ticks, TimeSpan.Zero), userId, sequence)
            : null;
    }
}
