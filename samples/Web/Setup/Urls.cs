namespace WebSample.Setup;

/// <summary>Where a page may send a browser on to: pages of this app alone.</summary>
public static class Urls
{
    public static bool IsLocal(string? url) => url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(c => char.IsControl(c) || c == '\\');
}
