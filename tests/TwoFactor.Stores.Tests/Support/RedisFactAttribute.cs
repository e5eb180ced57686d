using TwoFactor.Shared;

namespace TwoFactor.Tests;

/// <summary>A fact that needs Redis on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line)
    {
        SkipType = typeof(RedisServer);
        SkipUnless = nameof(RedisServer.IsExpected);
        Skip = RedisServer.Missing;
    }
}
