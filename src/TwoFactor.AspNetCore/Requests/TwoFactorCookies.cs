using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Cookies that no script reads, no other site sends and no other host sets: <c>__Host-</c>, Secure, HttpOnly,
/// SameSite=Lax. In the Development environment alone plain HTTP gets cookies too, without the prefix and under another
/// name.
/// </summary>
internal sealed class TwoFactorCookies(IHostEnvironment environment, ILogger<TwoFactorCookies> logger)
{
    private readonly ChunkingCookieManager _manager = new();

    public string? Read(HttpContext context, string name) => _manager.GetRequestCookie(context, NameOf(context, name));

    public void Append(HttpContext context, string name, string value, TimeSpan? maxAge)
    {
        if (!context.Request.IsHttps && !environment.IsDevelopment())
            logger.PlainHttp();

        _manager.AppendResponseCookie(context, NameOf(context, name), value, Options(context, maxAge));
    }

    public void Delete(HttpContext context, string name)
    {
        if (Read(context, name) is not null)
            _manager.DeleteCookie(context, NameOf(context, name), Options(context, null));
    }

    private string NameOf(HttpContext context, string name) =>
        IsPlain(context) ? $"{name}.Development" : $"__Host-{name}";

    private bool IsPlain(HttpContext context) => !context.Request.IsHttps && environment.IsDevelopment();

    private CookieOptions Options(HttpContext context, TimeSpan? maxAge) =>
        new()
        {
            HttpOnly = true,
            Secure = !IsPlain(context),
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = maxAge,
            IsEssential = true,
        };
}
