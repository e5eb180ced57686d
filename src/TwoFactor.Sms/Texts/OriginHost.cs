using System.Globalization;

namespace TwoFactor.Sms;

/// <summary>
/// The host of an origin-bound line (WICG Origin-bound one-time codes §2): a domain as browsers compare it, in ASCII.
/// Labels of letters, digits and hyphens, no dot at the end, no port, no address. A line with any other host is filled
/// in nowhere.
/// </summary>
internal static class OriginHost
{
    // RFC 1035 §2.3.4.
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;
    private const string PunycodePrefix = "xn--";

    private static readonly IdnMapping s_idn = new();

    public static bool IsValid(string host)
    {
        var labels = host.Split('.');
        return host.Length <= MaxLength
            && labels.Length > 1
            && Array.TrueForAll(labels, IsLabel)
            && !IsNumber(labels[^1]);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && (!label.StartsWith(PunycodePrefix, StringComparison.OrdinalIgnoreCase) || IsPunycode(label));

    private static bool IsPunycode(string label)
    {
        try
        {
            var name = s_idn.GetUnicode(label);
            return !name.All(char.IsAscii) && s_idn.GetAscii(name).Equals(label, StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // Browsers read a host that ends in a number as an address (URL standard, "ends in a number").
    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit)
        || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && label.Skip(2).All(char.IsAsciiHexDigit));
}
