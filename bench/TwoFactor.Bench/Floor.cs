using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TwoFactor.Bench;

/// <summary>
/// The least that a verification at ±1 can do on this platform: three HMACs, each truncated and compared.
/// </summary>
internal static class Floor
{
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    public static bool IsMatch { get; private set; }

    public static void Verify()
    {
        Span<byte> counter = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[20];
        var found = false;
        for (var step = 60_000_000L; step < 60_000_003; step++)
        {
            BinaryPrimitives.WriteInt64BigEndian(counter, step);
            HMACSHA1.HashData(Secret, counter, hash);
            var value = (BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 15)..]) & int.MaxValue) % 1_000_000;
            found |= value == 123_456;
        }

        IsMatch = found;
    }
}
