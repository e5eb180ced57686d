using System.Runtime.InteropServices;

namespace TwoFactor.Sms;

/// <summary>
/// The size of a message: encoding, units, and the number of segments (3GPP TS 23.038, TS 23.040 §9.2.3.24.1).
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SmsSegments
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ "
        + "!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "\f^{}\\[~]|€";

    /// <summary>The encoding of the whole message.</summary>
    public SmsEncoding Encoding { get; private init; }

    /// <summary>Septets for <see cref="SmsEncoding.Gsm7"/>, 16-bit units for <see cref="SmsEncoding.Ucs2"/>.</summary>
    public int Units { get; private init; }

    /// <summary>The number of segments, each of which is sent and paid for; at least 1.</summary>
    public int Count { get; private init; }

    /// <summary>Measures a message.</summary>
    /// <param name="text">The message.</param>
    public static SmsSegments Of(ReadOnlySpan<char> text)
    {
        var septets = 0;
        foreach (var c in text)
        {
            var width = Width(c);
            if (width == 0)
                return Ucs2(text);

            septets += width;
        }

        return new()
        {
            Encoding = SmsEncoding.Gsm7,
            Units = septets,
            Count = septets <= 160 ? 1 : Cut(text, 153, isGsm: true),
        };
    }

    private static SmsSegments Ucs2(ReadOnlySpan<char> text) =>
        new()
        {
            Encoding = SmsEncoding.Ucs2,
            Units = text.Length,
            Count = text.Length <= 70 ? 1 : Cut(text, 67, isGsm: false),
        };

    // A segment must not end within an extension character or a surrogate pair.
    private static int Cut(ReadOnlySpan<char> text, int capacity, bool isGsm)
    {
        var segments = 1;
        var used = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair =
                !isGsm && char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var width = isGsm ? Width(text[i]) : 1;
            if (isPair)
                (i, width) = (i + 1, 2);

            if (used + width > capacity)
                (segments, used) = (segments + 1, 0);

            used += width;
        }

        return segments;
    }

    private static int Width(char c)
    {
        if (Basic.Contains(c, StringComparison.Ordinal))
            return 1;

        return Extension.Contains(c, StringComparison.Ordinal) ? 2 : 0;
    }
}
