using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// The style sheet, the script and the icon, from the assembly. Their names contain a hash of their content, so
/// browsers may cache them for ever.
/// </summary>
internal static class PageAssets
{
    private const int HashChars = 12;

    private static readonly Dictionary<string, (string Type, byte[] Content, string Name)> s_assets = new[]
    {
        Load("two-factor.css", "text/css; charset=utf-8"),
        Load("two-factor.js", "text/javascript; charset=utf-8"),
        Load("web-authn.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToDictionary(a => a.File, a => (a.Type, a.Content, a.Name), StringComparer.Ordinal);

    /// <summary>The path of an asset below the prefix of the pages.</summary>
    public static string PathOf(string file) => $"assets/{s_assets[file].Name}";

    public static void Map(IEndpointRouteBuilder endpoints, TwoFactorPagesOptions options)
    {
        foreach (var (type, content, name) in s_assets.Values)
            endpoints
                .MapGet(
                    options.Path($"assets/{name}"),
                    (HttpContext context) =>
                    {
                        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                        context.Response.Headers.XContentTypeOptions = "nosniff";
                        return Results.Bytes(content, type);
                    }
                )
                .AllowAnonymous()
                .ExcludeFromDescription();
    }

    private static (string File, string Type, byte[] Content, string Name) Load(string file, string type)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(file)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var content = copy.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..HashChars];
        return (file, type, content, $"{Path.GetFileNameWithoutExtension(file)}.{hash}{Path.GetExtension(file)}");
    }
}
