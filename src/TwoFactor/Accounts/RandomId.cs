using System.Buffers.Text;
using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>Ids of factors, challenges and devices: 128 random bits in Base64url, 22 characters.</summary>
internal static class RandomId
{
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);

        // Clears the first bit so that no id starts with a dash, which a command line would read as an option.
        bytes[0] &= 0x7F;
        return Base64Url.EncodeToString(bytes);
    }
}
