using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// A key, its id, and AES-GCM objects ready for use. The id is derived from the key, so it cannot be wrong.
/// </summary>
internal sealed class SealingKey
{
    public const int IdBytes = 8;

    private readonly byte[] _key;
    private readonly ConcurrentQueue<AesGcm> _ciphers = new();

    public SealingKey(byte[] key)
    {
        _key = key;
        Id = HMACSHA256.HashData(key, "TwoFactor sealing key id"u8)[..IdBytes];
    }

    public byte[] Id { get; }

    public string Name => Convert.ToHexStringLower(Id);

    // An AesGcm object is not thread-safe, and creating one costs more than using it. So they are pooled.
    [SuppressMessage("Reliability", "CA2000", Justification = "Ciphers live as long as the key.")]
    public AesGcm Rent() =>
        _ciphers.TryDequeue(out var cipher) ? cipher : new AesGcm(_key, AesGcm.TagByteSizes.MaxSize);

    public void Return(AesGcm cipher) => _ciphers.Enqueue(cipher);

    public override string ToString() => $"sealing key {Name} (key withheld)";
}
