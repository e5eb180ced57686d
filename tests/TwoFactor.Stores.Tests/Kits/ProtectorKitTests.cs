using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

public sealed class ProtectorKitTests
{
    [Fact]
    [Trait("Req", "R80")]
    public async Task Aes_gcm()
    {
        var (old, other, newest) = (Key(1), Key(2), Key(3));
        (
            await new AccountProtectorKit(() => With(old), () => With(other), () => With(old, newest)).RunAsync()
        ).ThrowIfFailed();
    }

    private static AesGcmAccountProtector With(params string[] keys)
    {
        var options = new TwoFactorOptions();
        options.Sealing.Keys = [.. keys];
        return new AesGcmAccountProtector(options.Sealing, NullLogger<AesGcmAccountProtector>.Instance);
    }

    private static string Key(byte seed) =>
        Convert.ToBase64String(
            Enumerable.Repeat(seed, SealingOptions.KeyBytes).Select((b, i) => (byte)(b * i)).ToArray()
        );
}
