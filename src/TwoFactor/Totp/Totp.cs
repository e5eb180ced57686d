using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TwoFactor.Otp;

/// <summary>
/// Makes and matches time-based one-time passwords (RFC 6238) on HOTP (RFC 4226). Pure: it keeps no state and reads no
/// clock. Whoever accepts a code must store the matched step and refuse it, and every earlier one, from then on.
/// </summary>
public static class Totp
{
    /// <summary>The widest window that <see cref="Match"/> looks at: 10 steps to each side.</summary>
    public const int MaxWindow = 10;

    private const int MaxHashBytes = 64;

    /// <summary>The code of one step, leading zeros kept.</summary>
    /// <param name="secret">The shared secret, raw bytes (not Base32).</param>
    /// <param name="step">
    /// The 64-bit step; see <see cref="TotpParameters.StepAt"/>. With a counter in its place this is HOTP.
    /// </param>
    /// <param name="parameters">Algorithm and digits; the period plays no part here.</param>
    /// <returns>A string of <see cref="TotpParameters.Digits"/> ASCII digits.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static string Compute(ReadOnlySpan<byte> secret, long step, TotpParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Span<char> digits = stackalloc char[TotpParameters.MaxDigits];
        digits = digits[..parameters.Digits];
        var value = ComputeValue(secret, step, parameters);
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (char)('0' + (value % 10));
            value /= 10;
        }

        return new string(digits);
    }

    /// <summary>
    /// Looks for a typed code among the steps <paramref name="step"/> ± <paramref name="window"/>. Every step's code is
    /// computed and compared in constant time whatever the outcome, and nothing is allocated.
    /// </summary>
    /// <param name="secret">The shared secret, raw bytes.</param>
    /// <param name="code">The code as typed; see <see cref="TypedCode"/>. Anything else does not match.</param>
    /// <param name="step">The step in the middle of the window, usually that of now.</param>
    /// <param name="window">
    /// The steps to each side, 0 to <see cref="MaxWindow"/>. RFC 6238 §5.2 recommends at most 1.
    /// </param>
    /// <param name="parameters">Algorithm and digits.</param>
    /// <returns>Whether it matched, and at which step.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is out of range.</exception>
    public static TotpMatch Match(
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<char> code,
        long step,
        int window,
        TotpParameters parameters
    )
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, MaxWindow);

        // A code of another shape has the value -1, which no step has: the work stays the same.
        var typed = TypedCode.ParseDigits(code, parameters.Digits);
        long matched = 0;
        var any = 0;
        for (var candidate = step - window; candidate <= step + window; candidate++)
        {
            var expected = ComputeValue(secret, candidate, parameters);
            var isMatch = FixedTimeEquals(expected, typed) ? 1 : 0;
            var mask = -(long)isMatch;
            matched = (matched & ~mask) | (candidate & mask);
            any |= isMatch;
        }

        return new TotpMatch(any != 0, matched);
    }

    private static bool FixedTimeEquals(int left, int right) =>
        CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in left)),
            MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in right))
        );

    // RFC 4226 §5.3: dynamic truncation.
    private static int ComputeValue(ReadOnlySpan<byte> secret, long step, TotpParameters parameters)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[MaxHashBytes];
        var length = parameters.Algorithm switch
        {
            TotpAlgorithm.Sha1 => HmacSha1(secret, counter, hash),
            TotpAlgorithm.Sha256 => HMACSHA256.HashData(secret, counter, hash),
            TotpAlgorithm.Sha512 => HMACSHA512.HashData(secret, counter, hash),
            _ => throw new UnreachableException(),
        };
        var offset = hash[length - 1] & 0x0F;
        var truncated = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7FFF_FFFF;
        return parameters.Digits switch
        {
            6 => truncated % 1_000_000,
            7 => truncated % 10_000_000,
            _ => truncated % 100_000_000,
        };
    }

#pragma warning disable CA5350 // HMAC-SHA-1 is what RFC 6238 prescribes; HMAC does not rest on SHA-1's collision resistance.
    private static int HmacSha1(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> counter, Span<byte> hash) =>
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
}
