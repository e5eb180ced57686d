using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>Makes the codes that are sent. All codes are equally likely (NIST SP 800-63B-4 §3.1.3.2).</summary>
internal static class OutOfBandCode
{
    /// <summary>Makes a code from random bytes. The same bytes give the same code.</summary>
    public static string Create(ReadOnlySpan<byte> entropy, int digits)
    {
        var modulus = Modulus(digits);

        // Values above the last whole multiple are rejected: they would make small codes more likely.
        var limit = uint.MaxValue - (uint.MaxValue % modulus);
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        entropy.CopyTo(block);
        while (true)
        {
            for (var at = 0; at < block.Length; at += sizeof(uint))
            {
                var number = BinaryPrimitives.ReadUInt32BigEndian(block[at..]);
                if (number < limit)
                    return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
            }

            SHA256.HashData(block, block);
        }
    }

    private static uint Modulus(int digits)
    {
        var modulus = 1u;
        for (var i = 0; i < digits; i++)
            modulus *= 10;

        return modulus;
    }
}
