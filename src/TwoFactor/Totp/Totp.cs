using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OtpNet;

namespace TwoFactor.Otp;

/// <summary>
/// Makes and matches time-based one-time passwords (RFC 6238). Otp.NET computes each code (HOTP, RFC 4226); the window
/// and the comparison are this class's. Pure: it keeps no state and reads no clock. A caller that accepts a code must
/// store the matched step, and refuse it and every earlier one from then on.
/// </summary>
public static class Totp
{
    /// <summary>The widest window that <see cref="Match"/> looks at: 10 steps to each side.</summary>
    public const int MaxWindow = 10;

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
        using var key = new HmacKey(secret, parameters.Algorithm);
        return new Hotp(key, key.Mode, parameters.Digits).ComputeHOTP(step);
    }

    /// <summary>
    /// Looks for a typed code among the steps <paramref name="step"/> ± <paramref name="window"/>. Every step's code is
    /// computed and compared in constant time, whatever the outcome.
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

        // A text of another shape has the value -1, which no step has: the work stays the same.
        var typed = TypedCode.ParseDigits(code, parameters.Digits);
        using var key = new HmacKey(secret, parameters.Algorithm);
        var hotp = new Hotp(key, key.Mode, parameters.Digits);
        long matched = 0;
        var any = 0;
        for (var candidate = step - window; candidate <= step + window; candidate++)
        {
            // Not Otp.NET's own check: it stops at the first step that matches.
            var isMatch = FixedTimeEquals(ValueOf(hotp.ComputeHOTP(candidate)), typed) ? 1 : 0;
            var mask = -(long)isMatch;
            matched = (matched & ~mask) | (candidate & mask);
            any |= isMatch;
        }

        return new TotpMatch(any != 0, matched);
    }

    // Codes are compared as numbers: four bytes take a third of the time that twelve or sixteen of text take.
    private static int ValueOf(string digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = (value * 10) + (digit - '0');

        return value;
    }

    private static bool FixedTimeEquals(int left, int right) =>
        CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in left)),
            MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in right))
        );
}
