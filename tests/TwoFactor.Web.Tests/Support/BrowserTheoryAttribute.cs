using System.Runtime.CompilerServices;

namespace TwoFactor.Tests;

/// <summary>The same as <see cref="BrowserFactAttribute"/>, with several rows of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line) => Skip = new BrowserFactAttribute().Skip;
}
