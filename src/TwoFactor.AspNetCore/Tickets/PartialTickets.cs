using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Encrypts partial tickets with Data Protection, and carries them in a cookie, or in a header for apps without
/// cookies.
/// </summary>
internal sealed class PartialTickets(
    IDataProtectionProvider protection,
    TwoFactorCookies cookies,
    IOptions<TwoFactorOptions> options,
    IOptions<TwoFactorHttpOptions> http,
    TimeProvider clock
)
{
    public const string Header = "X-TwoFactor-Ticket";
    public const string Cookie = "TwoFactor";
    private const int MaxLength = 64 * 1024;

    private readonly IDataProtector _protector = protection.CreateProtector(
        "TwoFactor.PartialSignIn",
        "v1",
        $"tenant:{options.Value.Tenant}"
    );

    /// <summary>Issues the ticket: as a cookie, and returns null; or returns the text for the header.</summary>
    public string? Issue(HttpContext context, PartialTicket ticket)
    {
        context.Response.Headers.CacheControl = "no-store";
        var text = Base64Url.EncodeToString(_protector.Protect(ticket.Serialize()));
        if (!ticket.IsCookie)
            return text;

        cookies.Append(context, Cookie, text, null);
        return null;
    }

    /// <summary>
    /// The ticket of the request, if it is valid and has not expired. A header takes precedence over a cookie.
    /// </summary>
    public PartialTicket? Read(HttpContext context)
    {
        var isHeader = context.Request.Headers.TryGetValue(Header, out var header);
        var text = isHeader ? header.ToString() : cookies.Read(context, Cookie);

        // A ticket is valid only in the transport it was issued for, so a stolen cookie cannot be used as a header.
        return TryOpen(text) is { } ticket && ticket.IsCookie != isHeader && IsInTime(ticket) ? ticket : null;
    }

    public void Delete(HttpContext context) => cookies.Delete(context, Cookie);

    // A ticket issued while a clock was ahead would be valid for too long, so one from the future is refused.
    private bool IsInTime(PartialTicket ticket)
    {
        var now = clock.GetUtcNow();
        var lifetime = http.Value.TicketLifetime;
        return now < ticket.ExpiresAt && options.Value.IsFresh(ticket.ExpiresAt - lifetime, now, lifetime);
    }

    private PartialTicket? TryOpen(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;

        try
        {
            return PartialTicket.Deserialize(_protector.Unprotect(Base64Url.DecodeFromChars(text)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
