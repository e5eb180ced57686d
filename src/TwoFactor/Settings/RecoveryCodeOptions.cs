namespace TwoFactor;

/// <summary>How recovery codes are made.</summary>
public sealed class RecoveryCodeOptions
{
    /// <summary>The number of codes in a set. Default: 10; 4 to 20.</summary>
    public int Count { get; set; } = 10;

    /// <summary>
    /// The number of remaining codes at which an event warns. Default: 3; 0 warns only when the last code is used.
    /// </summary>
    public int WarnAt { get; set; } = 3;

    /// <summary>
    /// The iterations of PBKDF2-HMAC-SHA-256 per code. Default: 10,000, about 3 ms; 1,000 to 1,000,000. NIST SP
    /// 800-63B-4 §3.1.2.2 requires a salted slow hash for look-up secrets below 112 bits. These codes have 80 random
    /// bits, so they need fewer iterations than a password.
    /// </summary>
    public int HashIterations { get; set; } = 10_000;

    internal IEnumerable<string> Problems()
    {
        if (Count is < 4 or > 20)
            yield return $"TwoFactor:RecoveryCodes:Count is {Count}. Set it to 4 to 20; 10 is the default.";

        if (WarnAt < 0 || WarnAt >= Count)
            yield return $"TwoFactor:RecoveryCodes:WarnAt is {WarnAt}. Set it to 0 to less than the count.";

        if (HashIterations is < 1_000 or > 1_000_000)
            yield return $"TwoFactor:RecoveryCodes:HashIterations is {HashIterations}. Set it to 1,000 to 1,000,000.";
    }
}
