using System.Globalization;

namespace TwoFactor.Otp;

/// <summary>
/// What server and authenticator must agree on, besides the secret, to make the same time-based codes (RFC 6238 §4).
/// </summary>
public sealed record TotpParameters
{
    /// <summary>The lowest number of digits: 6 (RFC 4226 R4).</summary>
    public const int MinDigits = 6;

    /// <summary>
    /// The highest number of digits: 8. A ninth would add almost nothing, and 10 digits do not fit into 31 bits (RFC
    /// 4226 §5.3).
    /// </summary>
    public const int MaxDigits = 8;

    /// <summary>The shortest period, in seconds: 15.</summary>
    public const int MinPeriod = 15;

    /// <summary>The longest period, in seconds: 120.</summary>
    public const int MaxPeriod = 120;

    /// <summary>The shortest secret: 16 bytes, i.e. 128 bits (RFC 4226 R6).</summary>
    public const int MinSecretBytes = 16;

    /// <summary>
    /// The longest secret: 64 bytes, the block size of SHA-1. A longer key would be hashed first, and gains nothing
    /// (RFC 2104 §3).
    /// </summary>
    public const int MaxSecretBytes = 64;

    /// <summary>
    /// The shortest secret that can be imported: 10 bytes, i.e. 80 bits, which many systems use. A secret below
    /// <see cref="MinSecretBytes"/> is marked weak.
    /// </summary>
    public const int MinImportedSecretBytes = 10;

    /// <summary>
    /// The longest secret that can be imported: 128 bytes, i.e. 1,024 bits, the block size of SHA-512.
    /// </summary>
    public const int MaxImportedSecretBytes = 128;

    /// <summary>SHA-1, 6 digits, 30 seconds: supported by every authenticator app.</summary>
    public static TotpParameters Default { get; } = new(TotpAlgorithm.Sha1, 6, 30);

    /// <summary>Creates a set of parameters.</summary>
    /// <param name="algorithm">The hash function of the HMAC.</param>
    /// <param name="digits">The number of digits in a code, 6 to 8.</param>
    /// <param name="periodSeconds">The duration of a time step in seconds, 15 to 120.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is outside its range; the message names the range.
    /// </exception>
    public TotpParameters(TotpAlgorithm algorithm, int digits, int periodSeconds)
    {
        if (!Enum.IsDefined(algorithm))
            throw new ArgumentOutOfRangeException(
                nameof(algorithm),
                algorithm,
                "The algorithm is SHA1, SHA256 or SHA512."
            );

        if (digits is < MinDigits or > MaxDigits)
            throw new ArgumentOutOfRangeException(nameof(digits), digits, $"Digits are {MinDigits} to {MaxDigits}.");

        if (periodSeconds is < MinPeriod or > MaxPeriod)
            throw new ArgumentOutOfRangeException(
                nameof(periodSeconds),
                periodSeconds,
                $"The period is {MinPeriod} to {MaxPeriod} seconds."
            );

        Algorithm = algorithm;
        Digits = digits;
        PeriodSeconds = periodSeconds;
    }

    /// <summary>The hash function of the HMAC.</summary>
    public TotpAlgorithm Algorithm { get; }

    /// <summary>The number of digits in a code, including leading zeros.</summary>
    public int Digits { get; }

    /// <summary>The duration of a time step in seconds.</summary>
    public int PeriodSeconds { get; }

    /// <summary>
    /// Whether every popular authenticator app supports these parameters: SHA-1, 6 digits, 30 seconds.
    /// </summary>
    public bool IsWidelySupported => this == Default;

    /// <summary>
    /// The number of the time step that contains <paramref name="time"/>, as 64 bits, counted from 1970-01-01T00:00:00Z
    /// (RFC 6238 §4.2).
    /// </summary>
    /// <param name="time">Any instant; the offset does not matter.</param>
    public long StepAt(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        var step = seconds / PeriodSeconds;
        return seconds % PeriodSeconds < 0 ? step - 1 : step;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Algorithm}, {Digits} digits, {PeriodSeconds} s");
}
