namespace TwoFactor;

/// <summary>How recovery codes are made.</summary>
public sealed class RecoveryCodeOptions
{
    /// <summary>How many codes a set has. Default: 10; 4 to 20.</summary>
    public int Count { get; set; } = 10;

    /// <summary>At how many codes left an event warns. Default: 3; 0 warns never but at the last.</summary>
    public int WarnAt { get; set; } = 3;

    /// <summary>
    /// The iterations of PBKDF2-HMAC-SHA-256 on a code. Default: 10,000, about 3 ms: the codes have 80 random bits, so
    /// this is the salted slow hash that NIST SP 800-63B-4 §3.1.2.2 asks of look-up secrets below 112 bits, not a
    /// password's. 1,000 to 1,000,000.
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
