using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// A device's token: its id, a dot, and 256 random bits in Base64url. Only a hash of the random part is stored. It
/// needs no salt, because the part is random.
/// </summary>
internal static class DeviceToken
{
    private const int SecretBytes = 32;
    private const int MaxLength = 128;

    public static (string Token, byte[] Hash) Create(string deviceId)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        return ($"{deviceId}.{Base64Url.EncodeToString(secret)}", SHA256.HashData(secret));
    }

    public static bool TryParse(string? token, out string deviceId, out byte[] hash)
    {
        deviceId = "";
        hash = [];
        var dot = token?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot <= 0 || token!.Length > MaxLength)
            return false;

        Span<byte> secret = stackalloc byte[MaxLength];
        if (
            Base64Url.DecodeFromChars(token.AsSpan(dot + 1), secret, out _, out var written) != OperationStatus.Done
            || written != SecretBytes
        )
            return false;

        deviceId = token[..dot];
        hash = SHA256.HashData(secret[..written]);
        return true;
    }
}
