using System.Net;

namespace TwoFactor.Email;

/// <summary>One mail server, and how to sign in to it. Bind it to the section <c>TwoFactor:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The server's name, e.g. <c>smtp.example.com</c>. Its certificate must be for this name.</summary>
    public string Host { get; set; } = "";

    /// <summary>The port. Default: 587 (RFC 6409).</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected. Default: <see cref="SmtpSecurity.Auto"/>.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>
    /// The sender that users see, e.g. <c>Example &lt;no-reply@example.com&gt;</c>. Its domain should authorize the
    /// server (SPF, RFC 7208; DKIM, RFC 6376; DMARC, RFC 7489).
    /// </summary>
    public string From { get; set; } = "";

    /// <summary>The name to sign in with. Default: null, no sign-in.</summary>
    public string? UserName { get; set; }

    /// <summary>The password. Default: null. Keep it out of files that are shared.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Gets an OAuth 2.0 access token, for servers that take no passwords (SASL XOAUTH2). It is called for each new
    /// connection: cache a token until it expires. Default: null.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? GetAccessToken { get; set; }

    /// <summary>
    /// How long an idle connection stays open for the next message. Default: 30 seconds; 0 to 10 minutes. 0 closes it
    /// at once.
    /// </summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Shows the server alone.</summary>
    public override string ToString() => $"{Host}:{Port}";

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Host))
            yield return "TwoFactor:Smtp:Host is empty. Set it to the name of your mail server, e.g. smtp.example.com.";

        if (Port is < 1 or > 65_535)
            yield return $"TwoFactor:Smtp:Port is {Port}. Set it to 587 (STARTTLS), 465 (TLS), or your server's.";

        if (!Enum.IsDefined(Security))
            yield return $"TwoFactor:Smtp:Security is {Security}. Set it to Auto, Tls, StartTls or None.";

        if (!IsPlainSender(From) && !MimeMessages.TryReadSender(From, out _))
            yield return "TwoFactor:Smtp:From is no address. Set it to the sender that users see, e.g. "
                + "Example <no-reply@example.com>.";

        if (KeepFor < TimeSpan.Zero || KeepFor > TimeSpan.FromMinutes(10))
            yield return $"TwoFactor:Smtp:KeepFor is {KeepFor}. Set it to 0 to 10 minutes.";

        if (UserName is null && (Password is not null || GetAccessToken is not null))
            yield return "TwoFactor:Smtp:UserName is missing beside the password or token. Set it.";

        if (UserName is not null && Password is null && GetAccessToken is null)
            yield return "TwoFactor:Smtp:Password is missing beside the user name. Set it, or GetAccessToken.";

        if (Security == SmtpSecurity.None && !IsLoopback(Host))
            yield return $"TwoFactor:Smtp:Security is None for the server {Host}: codes and passwords would cross the "
                + "network unencrypted. Use Auto; None is for a server on this machine.";
    }

    // What nearly everybody writes is read without the mail library: an app that starts need not load it.
    private static bool IsPlainSender(string from)
    {
        var open = from.IndexOf('<', StringComparison.Ordinal);
        var isNamed = open > 0 && from.EndsWith('>');
        var address = isNamed ? from[(open + 1)..^1] : from;
        return EmailAddress.Parse(address)?.Value == address
            && (!isNamed || from[..open].All(c => char.IsAsciiLetterOrDigit(c) || c == ' '));
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
