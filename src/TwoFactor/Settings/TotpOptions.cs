namespace TwoFactor;

/// <summary>
/// How new TOTP factors are created, and how codes are matched. Existing factors keep their algorithm, digits, period
/// and secret.
/// </summary>
public sealed class TotpOptions
{
    /// <summary>The hash function. Default: SHA-1, the only one that every authenticator app supports.</summary>
    public TotpAlgorithm Algorithm { get; set; } = TotpAlgorithm.Sha1;

    /// <summary>The number of digits in a code. Default: 6; 6 to 8. Several apps always show 6.</summary>
    public int Digits { get; set; } = 6;

    /// <summary>The duration of a time step. Default: 30 seconds; whole seconds, 15 to 120.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The length of a new secret in bytes. Default: 20 (160 bits, RFC 4226 R6); 16 to 64.</summary>
    public int SecretBytes { get; set; } = 20;

    /// <summary>
    /// The number of steps before and after the current one whose codes are accepted. Default: 1, the most that RFC
    /// 6238 §5.2 recommends; 0 to 2. 0 is the strict profile (ASVS 6.5.5). Each further step gives a guess one more
    /// code to hit.
    /// </summary>
    public int Window { get; set; } = 1;

    /// <summary>
    /// The most steps that a factor's window may shift to follow its device's clock (RFC 6238 §6). Each accepted code
    /// shifts it by at most one. Default: 0, which never shifts it; at most 10.
    /// </summary>
    public int MaxLearntDrift { get; set; }

    internal TotpParameters Parameters => new(Algorithm, Digits, (int)Period.TotalSeconds);

    internal IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Algorithm))
            yield return $"TwoFactor:Totp:Algorithm is {(int)Algorithm}. Set it to Sha1, Sha256 or Sha512.";

        if (Digits is < TotpParameters.MinDigits or > TotpParameters.MaxDigits)
            yield return $"TwoFactor:Totp:Digits is {Digits}. Set it to {TotpParameters.MinDigits} to "
                + $"{TotpParameters.MaxDigits}.";

        if (
            Period.Ticks % TimeSpan.TicksPerSecond != 0
            || Period.TotalSeconds is < TotpParameters.MinPeriod or > TotpParameters.MaxPeriod
        )
            yield return $"TwoFactor:Totp:Period is {Period}. Set it to {TotpParameters.MinPeriod} to "
                + $"{TotpParameters.MaxPeriod} whole seconds.";

        if (SecretBytes is < TotpParameters.MinSecretBytes or > TotpParameters.MaxSecretBytes)
            yield return $"TwoFactor:Totp:SecretBytes is {SecretBytes}. Set it to {TotpParameters.MinSecretBytes} to "
                + $"{TotpParameters.MaxSecretBytes}; 20 is the default (RFC 4226 R6).";

        if (Window is < 0 or > 2)
            yield return $"TwoFactor:Totp:Window is {Window}. Set it to 0 to 2; 1 is the default (RFC 6238 §5.2).";

        if (MaxLearntDrift is < 0 or > 10)
            yield return $"TwoFactor:Totp:MaxLearntDrift is {MaxLearntDrift}. Set it to 0 to 10 steps.";
    }
}
