using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor;

/// <summary>
/// Texts that leave the app and come back: encrypted and authenticated for one purpose and one tenant, in base64url.
/// </summary>
internal sealed class SealedReferences(IAccountProtector protector, string purpose, string tenant)
{
    private const int MaxLength = 2_048;

    private readonly byte[] _context = Encoding.UTF8.GetBytes($"{purpose}\n{tenant}");

    public string Seal(string text) => Base64Url.EncodeToString(protector.Seal(Encoding.UTF8.GetBytes(text), _context));

    /// <summary>Reads what <see cref="Seal"/> wrote; false for every other text.</summary>
    public bool TryOpen(string reference, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (reference.Length > MaxLength || !Base64Url.IsValid(reference))
            return false;

        // One reference has one spelling.
        var bytes = Base64Url.DecodeFromChars(reference);
        if (Base64Url.EncodeToString(bytes) != reference)
            return false;

        try
        {
            var plaintext = new ArrayBufferWriter<byte>();
            protector.Open(bytes, _context, plaintext);
            text = Encoding.UTF8.GetString(plaintext.WrittenSpan);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
