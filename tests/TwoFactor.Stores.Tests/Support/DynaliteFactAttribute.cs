using TwoFactor.Shared;

namespace TwoFactor.Tests;

/// <summary>A fact that needs an engine with DynamoDB's protocol on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DynaliteFactAttribute : FactAttribute
{
    public DynaliteFactAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line)
    {
        SkipType = typeof(DynaliteServer);
        SkipUnless = nameof(DynaliteServer.IsExpected);
        Skip = DynaliteServer.Missing;
    }
}
