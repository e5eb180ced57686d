namespace TwoFactor.Bench;

internal static class Matching
{
    private const long Step = 60_000_001;

    private static readonly string s_right = Totp.Compute(Floor.Secret, Step + 1, TotpParameters.Default);

    public static TotpMatch Last { get; private set; }

    public static void Wrong() => Last = Totp.Match(Floor.Secret, "123456", Step, 1, TotpParameters.Default);

    public static void Right() => Last = Totp.Match(Floor.Secret, s_right, Step, 1, TotpParameters.Default);
}
