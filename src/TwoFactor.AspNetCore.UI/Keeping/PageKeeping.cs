using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Keeps what a page showed, so that it can show it again after a reload. It is kept in a session cookie, encrypted
/// with Data Protection, for one user and one purpose, until it expires. Nothing is stored on the server.
/// </summary>
internal sealed class PageKeeping(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Purpose = "TwoFactor.AspNetCore.UI.PageKeeping";
    private const string Prefix = "TwoFactor.Pages.";

    private readonly ChunkingCookieManager _manager = new();

    /// <summary>
    /// What was kept for the user; null if there is nothing, if it has expired, or if it belongs to another user.
    /// </summary>
    public T? Read<T>(HttpContext context, string kind, string userId)
        where T : class
    {
        if (_manager.GetRequestCookie(context, NameOf(context, kind)) is not { Length: > 0 } cookie)
            return null;

        try
        {
            var kept = JsonSerializer.Deserialize<Kept<T>>(Protector(kind).Unprotect(cookie));
            return kept is not null && kept.UserId == userId && clock.GetUtcNow() < kept.Until ? kept.Value : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    public void Keep<T>(HttpContext context, string kind, string userId, T value, TimeSpan lifetime)
        where T : class =>
        _manager.AppendResponseCookie(
            context,
            NameOf(context, kind),
            Protector(kind).Protect(JsonSerializer.Serialize(new Kept<T>(userId, clock.GetUtcNow() + lifetime, value))),
            Options(context)
        );

    public void Drop(HttpContext context, string kind)
    {
        if (_manager.GetRequestCookie(context, NameOf(context, kind)) is not null)
            _manager.DeleteCookie(context, NameOf(context, kind), Options(context));
    }

    private IDataProtector Protector(string kind) => protection.CreateProtector(Purpose, kind);

    private static string NameOf(HttpContext context, string kind) =>
        context.Request.IsHttps ? $"__Host-{Prefix}{kind}" : Prefix + kind;

    private static CookieOptions Options(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        };

    private sealed record Kept<T>(string UserId, DateTimeOffset Until, T Value);
}
