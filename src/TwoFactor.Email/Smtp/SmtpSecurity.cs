namespace TwoFactor.Email;

/// <summary>How the connection to the mail server is protected (RFC 8314).</summary>
public enum SmtpSecurity
{
    /// <summary>Implicit TLS on port 465, and STARTTLS, which is then required, on every other port.</summary>
    Auto = 0,

    /// <summary>TLS from the first byte on (RFC 8314 §3.3).</summary>
    Tls = 1,

    /// <summary>STARTTLS (RFC 3207). A server that does not offer it gets no message and no password.</summary>
    StartTls = 2,

    /// <summary>No protection: for a server on this machine alone.</summary>
    None = 3,
}
