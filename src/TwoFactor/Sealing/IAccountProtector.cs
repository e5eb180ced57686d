using System.Buffers;

namespace TwoFactor.Sealing;

/// <summary>
/// Encrypts records before a store gets them. The built-in protector uses AES-256-GCM with the keys of
/// <see cref="SealingOptions"/>. Replace it to manage keys elsewhere. It must work synchronously and in memory: get
/// data keys from a key management service at start, not for each record.
/// </summary>
public interface IAccountProtector
{
    /// <summary>Encrypts with the newest key. Must be thread-safe.</summary>
    /// <param name="plaintext">The record to encrypt.</param>
    /// <param name="associatedData">
    /// The context of the record (tenant, user, version). It must be the same on decryption.
    /// </param>
    /// <returns>The encrypted bytes, including the id of their key.</returns>
    byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData);

    /// <summary>Decrypts what was encrypted with the newest key or an older one that is still known.</summary>
    /// <param name="sealedBytes">The encrypted bytes.</param>
    /// <param name="associatedData">The context of the record.</param>
    /// <param name="plaintext">Receives the plaintext: all of it, or nothing.</param>
    /// <exception cref="SealBrokenException">The bytes were altered, or belong to another context.</exception>
    /// <exception cref="SealingKeyMissingException">The bytes were encrypted with an unknown key.</exception>
    void Open(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> plaintext);

    /// <summary>
    /// Whether the bytes were encrypted with the newest key. If not, the next write or a re-encryption replaces them.
    /// </summary>
    /// <param name="sealedBytes">The sealed bytes.</param>
    bool IsCurrent(ReadOnlySpan<byte> sealedBytes);
}
