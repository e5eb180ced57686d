using System.Runtime.CompilerServices;

namespace TwoFactor.Tests;

/// <summary>
/// A test in a real browser, with a real scanner and authenticator. Where they are missing it says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line)
    {
        var missing = new[] { "chromium", "zbarimg", "oathtool" }.Where(p => !Programs.Has(p)).ToList();
        if (missing.Count > 0)
            Skip = $"Not installed: {string.Join(", ", missing)}. eng/test installs them.";
    }
}
