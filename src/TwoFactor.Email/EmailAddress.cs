using System.Buffers;
using System.Globalization;

namespace TwoFactor.Email;

/// <summary>
/// An address that a code can be sent to: a dot-string and a domain name (RFC 5321 §4.1.2). It has no display name,
/// comment, quoted name or address literal: people do not type them, and attackers have used each of them to send mail
/// elsewhere.
/// </summary>
internal sealed class EmailAddress
{
    // RFC 5321 §4.5.3.1, RFC 1035 §2.3.4.
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;
    private const string Scheme = "mailto:";

    private static readonly IdnMapping s_idn = new() { UseStd3AsciiRules = true };

    // RFC 5322 §3.2.3.
    private static readonly SearchValues<char> s_atom = SearchValues.Create(
        "!#$%&'*+-/=?^_`{|}~.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    private EmailAddress(string local, string domain)
    {
        Local = local;
        Domain = domain;
    }

    public string Local { get; }

    /// <summary>The domain in lower case and in ASCII.</summary>
    public string Domain { get; }

    public string Value => $"{Local}@{Domain}";

    /// <summary>The address as it may be shown. A name of one or two letters is hidden whole.</summary>
    public string Masked => Local.Length > 2 ? $"{Local[0]}•••@{Domain}" : $"•••@{Domain}";

    /// <summary>
    /// The mailbox, for limits. Most providers ignore case and what follows a plus sign, and large ones ignore dots, so
    /// without this one mailbox could be flooded under many names. Where dots do count, a few mailboxes share their
    /// limits.
    /// </summary>
    public string Mailbox
    {
        get
        {
            var plus = Local.IndexOf('+', StringComparison.Ordinal);
            var name = plus > 0 ? Local[..plus] : Local;
            return $"{name.Replace(".", "", StringComparison.Ordinal).ToLowerInvariant()}@{Domain}";
        }
    }

    /// <summary>Reads what a user typed or pasted; null if no code can be sent there.</summary>
    public static EmailAddress? Parse(string? typed)
    {
        if (typed is null || typed.Length > 2 * MaxLength)
            return null;

        var text = typed.Trim();
        if (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            text = text[Scheme.Length..];

        var at = text.LastIndexOf('@');
        if (at <= 0 || !IsLocal(text.AsSpan(0, at)) || ReadDomain(text[(at + 1)..]) is not { } domain)
            return null;

        return at + 1 + domain.Length > MaxLength ? null : new EmailAddress(text[..at], domain);
    }

    /// <summary>Reads an address of a factor's state.</summary>
    public static EmailAddress Read(string address) =>
        Parse(address) ?? throw new TwoFactorStoreException("An e-mail factor holds no address. Reset the user.");

    /// <summary>Shows the masked address.</summary>
    public override string ToString() => Masked;

    private static bool IsLocal(ReadOnlySpan<char> local) =>
        local.Length <= MaxLocalLength
        && !local.ContainsAnyExcept(s_atom)
        && local[0] != '.'
        && local[^1] != '.'
        && !local.Contains("..", StringComparison.Ordinal);

    private static string? ReadDomain(string domain)
    {
        try
        {
            var ascii = s_idn.GetAscii(domain).ToLowerInvariant();
            var labels = ascii.Split('.');
            return labels.Length > 1 && Array.TrueForAll(labels, IsLabel) && !labels[^1].All(char.IsAsciiDigit)
                ? ascii
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
