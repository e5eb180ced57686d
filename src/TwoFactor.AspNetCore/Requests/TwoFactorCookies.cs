using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Sets cookies that scripts cannot read, other sites cannot send and other hosts cannot set: <c>__Host-</c>, Secure,
/// HttpOnly, SameSite=Lax. Only in the Development environment are cookies also set over plain HTTP, under another name
/// without the prefix.
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
