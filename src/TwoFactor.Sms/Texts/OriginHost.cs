using System.Globalization;

namespace TwoFactor.Sms;

/// <summary>
/// Checks the host of an origin-bound line (WICG Origin-bound one-time codes §2): a domain in ASCII, as browsers
/// compare it, with labels of letters, digits and hyphens. No trailing dot, no port, no IP address: browsers would
/// never fill in the code for such a host.
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

    // Browsers parse a host whose last label is a number as an IPv4 address (URL standard, "ends in a number").
    private static bool IsNumber(string label) =>
        label.All(char.IsAsciiDigit)
        || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && label.Skip(2).All(char.IsAsciiHexDigit));
}
