using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>The cookie of a trusted device. Each user of a shared browser has a separate cookie.</summary>
internal sealed class DeviceCookies(TwoFactorCookies cookies, IOptions<TwoFactorOptions> options)
{
    private const int NameBytes = 8;

    public string? Read(HttpContext context, string userId) => cookies.Read(context, NameOf(userId));

    public void Append(HttpContext context, string userId, string token) =>
        cookies.Append(context, NameOf(userId), token, options.Value.TrustedDevices.Lifetime);

    public void Delete(HttpContext context, string userId) => cookies.Delete(context, NameOf(userId));

    private static string NameOf(string userId) =>
        "TwoFactor.Device."
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)).AsSpan(0, NameBytes));
}
