using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// A view of a TOTP factor's state, which copies nothing. One byte each: format, algorithm, digits, period, drift. Then
/// the last accepted step (8 bytes) and the secret.
/// </summary>
internal readonly ref struct TotpState
{
    private const byte Format = 1;
    private const int LastStepAt = 5;
    private const int SecretAt = LastStepAt + sizeof(long);

    /// <summary>Lower than every real step: no code was accepted yet.</summary>
    private const long NoStep = long.MinValue;

    private readonly ReadOnlySpan<byte> _bytes;

    public TotpState(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SecretAt + TotpParameters.MinImportedSecretBytes || bytes[0] != Format)
            throw new TwoFactorStoreException(
                "A TOTP factor's state has an unknown format. Update the library on this machine, or reset the user."
            );

        _bytes = bytes;
    }

    public TotpParameters Parameters
    {
        get
        {
            var shared = TotpParameters.Default;
            var (algorithm, digits, period) = ((TotpAlgorithm)_bytes[1], _bytes[2], _bytes[3]);
            return algorithm == shared.Algorithm && digits == shared.Digits && period == shared.PeriodSeconds
                ? shared
                : new TotpParameters(algorithm, digits, period);
        }
    }

    public int Drift => (sbyte)_bytes[4];

    public long LastStep => BinaryPrimitives.ReadInt64BigEndian(_bytes[LastStepAt..]);

    public ReadOnlySpan<byte> Secret => _bytes[SecretAt..];

    public static byte[] Create(TotpParameters parameters, ReadOnlySpan<byte> secret)
    {
        var bytes = new byte[SecretAt + secret.Length];
        bytes[0] = Format;
        bytes[1] = (byte)parameters.Algorithm;
        bytes[2] = (byte)parameters.Digits;
        bytes[3] = (byte)parameters.PeriodSeconds;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(LastStepAt), NoStep);
        secret.CopyTo(bytes.AsSpan(SecretAt));
        return bytes;
    }

    public static bool SameSecret(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        CryptographicOperations.FixedTimeEquals(new TotpState(left).Secret, new TotpState(right).Secret);

    /// <summary>The state after a step was accepted.</summary>
    public byte[] After(long step, int drift)
    {
        var bytes = _bytes.ToArray();
        bytes[4] = (byte)(sbyte)drift;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(LastStepAt), step);
        return bytes;
    }
}
