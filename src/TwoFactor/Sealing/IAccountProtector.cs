using System.Buffers;

namespace TwoFactor.Sealing;

/// <summary>
/// Seals records before a store sees them. The built-in one is AES-256-GCM with the keys of
/// <see cref="SealingOptions"/>; replace it to keep keys elsewhere. It works in memory and at once: a key management
/// service is asked for data keys at start, not for each record.
/// </summary>
public interface IAccountProtector
{
    /// <summary>Seals with the newest key. Safe to call from several threads.</summary>
    /// <param name="plaintext">What to seal.</param>
    /// <param name="associatedData">
    /// What the record belongs to (tenant, user, version): it must be the same when the record is opened.
    /// </param>
    /// <returns>The sealed bytes, which name their key.</returns>
    byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData);

    /// <summary>Opens what was sealed with the newest key or any older one that is still known.</summary>
    /// <param name="sealedBytes">The sealed bytes.</param>
    /// <param name="associatedData">What the record belongs to.</param>
    /// <param name="plaintext">Where the plaintext is written, whole or not at all.</param>
    /// <exception cref="SealBrokenException">The bytes were altered, or belong elsewhere.</exception>
    /// <exception cref="SealingKeyMissingException">The bytes were sealed with a key that is not known.</exception>
    void Open(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> plaintext);

    /// <summary>
    /// Whether the bytes were sealed with the newest key: those that were not are sealed anew by the next write, or by
    /// a re-seal.
    /// </summary>
    /// <param name="sealedBytes">The sealed bytes.</param>
    bool IsCurrent(ReadOnlySpan<byte> sealedBytes);
}
