using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TwoFactor;

internal sealed class ReceiptReferences(IAccountProtector protector, IOptions<TwoFactorOptions> options)
    : IReceiptReferences
{
    private const int MaxLength = 2_048;
    private const char Separator = '\n';

    private readonly byte[] _purpose = Encoding.UTF8.GetBytes($"Receipt reference\n{options.Value.Tenant}");

    public string Create(FactorSend send)
    {
        ArgumentNullException.ThrowIfNull(send);
        var plaintext = Encoding.UTF8.GetBytes($"{send.ChallengeId}{Separator}{send.UserId}");
        return Base64Url.EncodeToString(protector.Seal(plaintext, _purpose));
    }

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
