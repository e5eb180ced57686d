using System.Runtime.CompilerServices;

namespace TwoFactor.Tests;

/// <summary>A fact that needs npm's <c>smtp-server</c> on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmtpServerFactAttribute : FactAttribute
{
    public SmtpServerFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line)
    {
        SkipType = typeof(SmtpServer);
        SkipUnless = nameof(SmtpServer.IsExpected);
        Skip = SmtpServer.Missing;
    }
}
