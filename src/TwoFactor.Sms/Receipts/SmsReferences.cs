using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>Seals user and challenge into the reference that a provider hands back with a receipt.</summary>
internal sealed class SmsReferences(IAccountProtector protector, IOptions<TwoFactorOptions> options)
{
    private const int MaxLength = 2_048;
    private const char Separator = '\n';

    private readonly byte[] _purpose = Encoding.UTF8.GetBytes($"SMS reference\n{options.Value.Tenant}");

    public string Create(string userId, string challengeId) =>
        Base64Url.EncodeToString(protector.Seal(Encoding.UTF8.GetBytes($"{challengeId}{Separator}{userId}"), _purpose));

    public bool TryOpen(
        string reference,
        [NotNullWhen(true)] out string? userId,
        [NotNullWhen(true)] out string? challengeId
    )
    {
        (userId, challengeId) = (null, null);
        if (reference.Length > MaxLength || !Base64Url.IsValid(reference))
            return false;

        try
        {
            var plaintext = new ArrayBufferWriter<byte>();
            protector.Open(Base64Url.DecodeFromChars(reference), _purpose, plaintext);
            var parts = Encoding.UTF8.GetString(plaintext.WrittenSpan).Split(Separator, 2);
            (challengeId, userId) = (parts[0], parts[1]);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
