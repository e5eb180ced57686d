using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore.Identity;

internal static class Paths
{
    /// <summary>Whether a path is one of those, or beneath one of them.</summary>
    public static bool Match(PathString path, IEnumerable<string> any) =>
        any.Any(p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));
}
