using System.Diagnostics;
using System.Security.Cryptography;
using OtpNet;

namespace TwoFactor.Otp;

/// <summary>
/// A factor's secret as an Otp.NET key provider, with the platform's one-shot HMAC. Otp.NET's own key provider creates
/// an HMAC object for every code, which takes 2.7 times as long. The secret lies in a per-thread buffer that is cleared
/// after use, so a thread can use only one key at a time.
/// </summary>
internal sealed class HmacKey : IKeyProvider, IDisposable
{
    // Fits every secret that the library enrols or imports. A longer secret gets a buffer of its own.
    private const int BufferBytes = 128;

    [ThreadStatic]
    private static byte[]? s_buffer;

    private readonly byte[] _secret;
    private readonly int _secretLength;

    // One buffer for all hashes: Otp.NET reads each hash before it asks for the next.
    private readonly byte[] _hash;

    public HmacKey(ReadOnlySpan<byte> secret, TotpAlgorithm algorithm)
    {
        _secretLength = secret.Length;
        _secret = _secretLength <= BufferBytes ? s_buffer ??= new byte[BufferBytes] : new byte[_secretLength];
        secret.CopyTo(_secret);
        (Mode, var length) = algorithm switch
        {
            TotpAlgorithm.Sha1 => (OtpHashMode.Sha1, HMACSHA1.HashSizeInBytes),
            TotpAlgorithm.Sha256 => (OtpHashMode.Sha256, HMACSHA256.HashSizeInBytes),
            TotpAlgorithm.Sha512 => (OtpHashMode.Sha512, HMACSHA512.HashSizeInBytes),
            _ => throw new UnreachableException(),
        };
        _hash = new byte[length];
    }

    public OtpHashMode Mode { get; }

    private ReadOnlySpan<byte> Secret => _secret.AsSpan(0, _secretLength);

    public byte[] ComputeHmac(OtpHashMode mode, byte[] data)
    {
        _ = mode switch
        {
            OtpHashMode.Sha1 => HmacSha1(data),
            OtpHashMode.Sha256 => HMACSHA256.HashData(Secret, data, _hash),
            OtpHashMode.Sha512 => HMACSHA512.HashData(Secret, data, _hash),
            _ => throw new UnreachableException(),
        };
        return _hash;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secret.AsSpan(0, _secretLength));
        CryptographicOperations.ZeroMemory(_hash);
    }

#pragma warning disable CA5350 // RFC 6238 prescribes HMAC-SHA-1. HMAC needs no collision resistance.
    private int HmacSha1(byte[] data) => HMACSHA1.HashData(Secret, data, _hash);
#pragma warning restore CA5350
}
