using System.Globalization;

namespace TwoFactor.Otp;

/// <summary>
/// What two parties must agree on, besides the secret, to make the same time-based codes (RFC 6238 §4).
/// </summary>
public sealed record TotpParameters
{
    /// <summary>The fewest digits of a code: 6 (RFC 4226 R4).</summary>
    public const int MinDigits = 6;

    /// <summary>
    /// The most digits of a code: 8. A ninth would add almost nothing, and 10 do not fit 31 bits (RFC 4226 §5.3).
    /// </summary>
    public const int MaxDigits = 8;

    /// <summary>The shortest period, in seconds: 15.</summary>
    public const int MinPeriod = 15;

    /// <summary>The longest period, in seconds: 120.</summary>
    public const int MaxPeriod = 120;

    /// <summary>The fewest bytes of a secret: 16, i.e. 128 bits (RFC 4226 R6).</summary>
    public const int MinSecretBytes = 16;

    /// <summary>
    /// The most bytes of a secret: 64, the block of SHA-1; a longer key would be hashed first and gain nothing (RFC
    /// 2104 §3).
    /// </summary>
    public const int MaxSecretBytes = 64;

    /// <summary>
    /// The fewest bytes of a secret of another system: 10, i.e. 80 bits, which many hand out. Below
    /// <see cref="MinSecretBytes"/> it is marked weak.
    /// </summary>
    public const int MinImportedSecretBytes = 10;

    /// <summary>The most bytes of a secret of another system: 128, i.e. 1,024 bits, the block of SHA-512.</summary>
    public const int MaxImportedSecretBytes = 128;

    /// <summary>SHA-1, 6 digits, 30 seconds: what every authenticator app can do.</summary>
    public static TotpParameters Default { get; } = new(TotpAlgorithm.Sha1, 6, 30);

    /// <summary>Makes a set of parameters.</summary>
    /// <param name="algorithm">The hash of the HMAC.</param>
    /// <param name="digits">The digits of a code, 6 to 8.</param>
    /// <param name="periodSeconds">The life of a step in seconds, 15 to 120.</param>
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

    /// <summary>The hash of the HMAC.</summary>
    public TotpAlgorithm Algorithm { get; }

    /// <summary>The digits of a code, leading zeros included.</summary>
    public int Digits { get; }

    /// <summary>The life of a step, in seconds.</summary>
    public int PeriodSeconds { get; }

    /// <summary>
    /// Whether every popular authenticator app honours these parameters: SHA-1 with 6 digits every 30 seconds.
    /// </summary>
    public bool IsWidelySupported => this == Default;

    /// <summary>
    /// The 64-bit time step that <paramref name="time"/> lies in, counted from 1970-01-01T00:00:00Z (RFC 6238 §4.2).
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
