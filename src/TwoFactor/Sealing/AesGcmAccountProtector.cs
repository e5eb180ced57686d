using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// AES-256-GCM. The envelope: format (1 byte), key id (8), nonce (12), tag (16), ciphertext. Nonces are random, so one
/// key may encrypt at most 2³² records (NIST SP 800-38D §8.3): rotate long before four billion writes.
/// </summary>
internal sealed class AesGcmAccountProtector : IAccountProtector
{
    private const byte Format = 1;
    private const int NonceStart = 1 + SealingKey.IdBytes;
    private const int NonceBytes = 12;
    private const int TagStart = NonceStart + NonceBytes;
    private const int TagBytes = 16;
    private const int HeaderBytes = TagStart + TagBytes;

    private readonly SealingKey[] _keys;
    private readonly SealingKey _newest;

    public AesGcmAccountProtector(SealingOptions options, ILogger<AesGcmAccountProtector> logger)
    {
        var (keys, problem) = SealingKeys.Read(options);
        if (problem is not null)
            throw new OptionsValidationException(nameof(SealingOptions), typeof(SealingOptions), [problem]);

        if (keys.Count == 0)
        {
            logger.EphemeralKey();
            keys.Add(RandomNumberGenerator.GetBytes(SealingOptions.KeyBytes));
        }

        _keys = [.. keys.Select(k => new SealingKey(k))];
        _newest = _keys[^1];
    }

    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var envelope = GC.AllocateUninitializedArray<byte>(HeaderBytes + plaintext.Length);
        envelope[0] = Format;
        _newest.Id.CopyTo(envelope.AsSpan(1));
        var nonce = envelope.AsSpan(NonceStart, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        var cipher = _newest.Rent();
        cipher.Encrypt(
            nonce,
            plaintext,
            envelope.AsSpan(HeaderBytes),
            envelope.AsSpan(TagStart, TagBytes),
            associatedData
        );
        _newest.Return(cipher);
        return envelope;
    }

    public void Open(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        if (sealedBytes.Length < HeaderBytes || sealedBytes[0] != Format)
            throw new SealBrokenException("it is not a sealed record of a known format. Restore it from a backup.");

        var key =
            FindKey(sealedBytes)
            ?? throw new SealingKeyMissingException(
                "it was sealed with key "
                    + $"{Convert.ToHexStringLower(sealedBytes.Slice(1, SealingKey.IdBytes))}, which is not "
                    + "among the configured ones. Add that key again (older keys first), or check that this is "
                    + "the right key file."
            );
        var length = sealedBytes.Length - HeaderBytes;
        var target = plaintext.GetSpan(Math.Max(length, 1))[..length];
        var cipher = key.Rent();
        try
        {
            cipher.Decrypt(
                sealedBytes.Slice(NonceStart, NonceBytes),
                sealedBytes[HeaderBytes..],
                sealedBytes.Slice(TagStart, TagBytes),
                target,
                associatedData
            );
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SealBrokenException(
                "it was altered, or moved here from another user, tenant or version. Restore it from a backup.",
                e
            );
        }
        finally
        {
            key.Return(cipher);
        }

        plaintext.Advance(length);
    }

    public bool IsCurrent(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length >= HeaderBytes
        && sealedBytes[0] == Format
        && sealedBytes.Slice(1, SealingKey.IdBytes).SequenceEqual(_newest.Id);

    private SealingKey? FindKey(ReadOnlySpan<byte> sealedBytes)
    {
        var id = sealedBytes.Slice(1, SealingKey.IdBytes);
        foreach (var key in _keys)
        {
            if (id.SequenceEqual(key.Id))
                return key;
        }

        return null;
    }
}
