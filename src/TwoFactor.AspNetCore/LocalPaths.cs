namespace TwoFactor;

/// <summary>Paths of this app. Whatever a browser could take for another site is none (CWE-601).</summary>
internal static class LocalPaths
{
    public static bool IsLocal(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(c => char.IsControl(c) || c == '\\');
}
