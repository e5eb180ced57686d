using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Encrypts records with ASP.NET Core Data Protection. Data Protection has no associated data. So a hash of the
/// associated data is encrypted with the record and compared on decryption: a record that was moved to another user is
/// refused.
/// </summary>
internal sealed class DataProtectionAccountProtector(IDataProtectionProvider provider) : IAccountProtector
{
    // A payload starts with a magic number of four bytes, then the key's id.
    private const int KeyIdStart = 4;
    private const int HeaderBytes = KeyIdStart + 16;

    private readonly IDataProtector _protector = provider.CreateProtector("TwoFactor.Records", "v1");

    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var bound = new byte[SHA256.HashSizeInBytes + plaintext.Length];
        SHA256.HashData(associatedData, bound);
        plaintext.CopyTo(bound.AsSpan(SHA256.HashSizeInBytes));
        var sealedBytes = Protect(bound);
        CryptographicOperations.ZeroMemory(bound);
        return sealedBytes;
    }

    public void Open(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        var bound = Unprotect(sealedBytes.ToArray());
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(associatedData, expected);
        if (
            bound.Length < expected.Length
            || !CryptographicOperations.FixedTimeEquals(bound.AsSpan(0, expected.Length), expected)
        )
            throw new SealBrokenException(
                "it was moved here from another user, tenant or version. Restore it from a backup."
            );

        plaintext.Write(bound.AsSpan(expected.Length));
        CryptographicOperations.ZeroMemory(bound);
    }

    public bool IsCurrent(ReadOnlySpan<byte> sealedBytes)
    {
        var newest = Protect([]);
        return sealedBytes.Length >= HeaderBytes
            && newest.Length >= HeaderBytes
            && sealedBytes[..HeaderBytes].SequenceEqual(newest.AsSpan(0, HeaderBytes));
    }

    private byte[] Protect(byte[] plaintext)
    {
        try
        {
            return _protector.Protect(plaintext);
        }
        catch (CryptographicException e)
        {
            throw Unavailable(e);
        }
    }

    private byte[] Unprotect(byte[] sealedBytes)
    {
        try
        {
            return _protector.Unprotect(sealedBytes);
        }
        catch (CryptographicException e) when (e.InnerException is not (null or CryptographicException))
        {
            // The key ring could not be read, so this says nothing about the record.
            throw Unavailable(e);
        }
        catch (CryptographicException e)
            when (e.Message.Contains("key ring", StringComparison.Ordinal)
                || e.Message.Contains("revoked", StringComparison.Ordinal)
            )
        {
            throw new SealingKeyMissingException(
                "it was sealed with a Data Protection key that is not in the key ring, or was revoked. "
                    + "Persist the key ring, share it between all instances, and keep a backup of it.",
                e
            );
        }
        catch (CryptographicException e)
        {
            throw new SealBrokenException(
                "it was altered, or was not sealed with Data Protection. Restore it from a backup.",
                e
            );
        }
    }

    private static TwoFactorStoreException Unavailable(CryptographicException e) =>
        new(
            "The Data Protection key ring cannot be read or written, so that no record can be opened or "
                + "sealed. Check where the keys are persisted.",
            e
        );
}
