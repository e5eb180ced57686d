namespace TwoFactor;

/// <summary>
/// How new TOTP factors are made, and how codes are matched. Factors keep the parameters that they were enrolled with.
/// </summary>
public sealed class TotpOptions
{
    /// <summary>The hash. Default: SHA-1, the only one that every authenticator app honours.</summary>
    public TotpAlgorithm Algorithm { get; set; } = TotpAlgorithm.Sha1;

    /// <summary>The digits of a code. Default: 6; 6 to 8. Several apps show 6 whatever is asked for.</summary>
    public int Digits { get; set; } = 6;

    /// <summary>The life of a step. Default: 30 seconds; whole seconds, 15 to 120.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The bytes of a new secret. Default: 20 (160 bits, RFC 4226 R6); 16 to 64.</summary>
    public int SecretBytes { get; set; } = 20;

    /// <summary>
    /// The steps before and after now that are accepted. Default: 1, the most that RFC 6238 §5.2 recommends; 0 is the
    /// strict profile (ASVS 6.5.5), 2 is the most. Each step more is one more code that a guess may hit.
    /// </summary>
    public int Window { get; set; } = 1;

    /// <summary>
    /// The most steps that the window of one factor may move after its device's clock (RFC 6238 §6): each accepted code
    /// moves it by at most one. Default: 0, which learns nothing; at most 10.
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
