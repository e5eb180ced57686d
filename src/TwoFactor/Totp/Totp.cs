using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OtpNet;

namespace TwoFactor.Otp;

/// <summary>
/// Computes and matches time-based one-time passwords (RFC 6238). Otp.NET computes each code (HOTP, RFC 4226); this
/// class adds the window and the comparison. It is pure: no state, no clock. After accepting a code the caller must
/// store the matched step, and refuse that step and every earlier one (RFC 6238 §5.2).
/// </summary>
public static class Totp
{
    /// <summary>The widest window of <see cref="Match"/>: 10 steps to each side.</summary>
    public const int MaxWindow = 10;

    /// <summary>Computes the code of one step, with leading zeros.</summary>
    /// <param name="secret">The shared secret, raw bytes (not Base32).</param>
    /// <param name="step">
    /// The time step as a 64-bit number; see <see cref="TotpParameters.StepAt"/>. With a counter in its place this is
    /// HOTP.
    /// </param>
    /// <param name="parameters">Algorithm and digits. The period is not used here.</param>
    /// <returns>A string of <see cref="TotpParameters.Digits"/> ASCII digits.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static string Compute(ReadOnlySpan<byte> secret, long step, TotpParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var key = new HmacKey(secret, parameters.Algorithm);
        return new Hotp(key, key.Mode, parameters.Digits).ComputeHOTP(step);
    }

    /// <summary>
    /// Compares a typed code with the steps <paramref name="step"/> ± <paramref name="window"/>. All their codes are
    /// computed and compared in constant time, whatever the result.
    /// </summary>
    /// <param name="secret">The shared secret, raw bytes.</param>
    /// <param name="code">
    /// The code as typed, read by <see cref="TypedCode"/>. A text that is not a code does not match.
    /// </param>
    /// <param name="step">The step in the middle of the window, usually the current step.</param>
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

        // A text that is not a code becomes -1, which equals no code. So it takes the same time as a wrong code.
        var typed = TypedCode.ParseDigits(code, parameters.Digits);
        using var key = new HmacKey(secret, parameters.Algorithm);
        var hotp = new Hotp(key, key.Mode, parameters.Digits);
        long matched = 0;
        var any = 0;
        for (var candidate = step - window; candidate <= step + window; candidate++)
        {
            // Not Otp.NET's own check: that one stops at the first matching step.
            var isMatch = FixedTimeEquals(ValueOf(hotp.ComputeHOTP(candidate)), typed) ? 1 : 0;
            var mask = -(long)isMatch;
            matched = (matched & ~mask) | (candidate & mask);
            any |= isMatch;
        }

        return new TotpMatch(any != 0, matched);
    }

    // Codes are compared as numbers: four bytes take a third of the time of twelve or sixteen bytes of text.
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
