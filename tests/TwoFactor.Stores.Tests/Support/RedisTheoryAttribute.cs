using TwoFactor.Shared;

namespace TwoFactor.Tests;

/// <summary>A theory that needs Redis on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute(
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
