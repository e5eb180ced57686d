using OtpNet;

namespace TwoFactor.Tests;

/// <summary>Codes, and what the window takes, against the TOTP of Otp.NET with a key of its own.</summary>
[Trait("Req", "R08")]
public sealed class TotpOracleTests
{
    private const int Comparisons = 20_000;
    private const int Seed = 6238;

    [Fact]
    public void Twenty_thousand_random_codes_are_those_of_Otp_NETs_own_Totp()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Comparisons; i++)
        {
            var (secret, parameters, time) = Draw(random);
            Assert.Equal(
                Oracle(secret, parameters).ComputeTotp(time.UtcDateTime),
                Otp.Totp.Compute(secret, parameters.StepAt(time), parameters)
            );
        }
    }

    [Fact]
    public void Twenty_thousand_random_codes_in_and_around_the_window_are_judged_as_by_Otp_NETs_own_Totp()
    {
        var random = new Random(Seed);
        var matches = 0;
        for (var i = 0; i < Comparisons; i++)
        {
            var (secret, parameters, time) = Draw(random);
            var (window, step) = (random.Next(3), parameters.StepAt(time));
            var code = Otp.Totp.Compute(secret, step + random.Next(-4, 5), parameters);
            var isMatch = Oracle(secret, parameters)
                .VerifyTotp(time.UtcDateTime, code, out var first, new VerificationWindow(window, window));
            var match = Otp.Totp.Match(secret, code, step, window, parameters);
            Assert.Equal(isMatch, match.IsMatch);
            matches += isMatch ? 1 : 0;

            // Where two steps of the window have the same code, the oracle names the one that it looks at first.
            if (match.Step != first)
                Assert.Equal(code, Otp.Totp.Compute(secret, first, parameters));
        }

        Assert.InRange(matches, Comparisons / 4, Comparisons / 2);
    }

    private static (byte[] Secret, TotpParameters Parameters, DateTimeOffset Time) Draw(Random random)
    {
        var secret = new byte[random.Next(TotpParameters.MinSecretBytes, TotpParameters.MaxSecretBytes + 1)];
        random.NextBytes(secret);
        var parameters = new TotpParameters(
            (TotpAlgorithm)random.Next(3),
            random.Next(TotpParameters.MinDigits, TotpParameters.MaxDigits + 1),
            random.Next(TotpParameters.MinPeriod, TotpParameters.MaxPeriod + 1)
        );

        // From a year after 1970, so that no step of a window lies before it, to the year 2242, beyond 32 bits.
        var time = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(31_536_000, 1L << 33));
        return (secret, parameters, time);
    }

    private static OtpNet.Totp Oracle(byte[] secret, TotpParameters parameters) =>
        new(secret, parameters.PeriodSeconds, Mode(parameters.Algorithm), parameters.Digits);

    private static OtpHashMode Mode(TotpAlgorithm algorithm) =>
        algorithm switch
        {
            TotpAlgorithm.Sha1 => OtpHashMode.Sha1,
            TotpAlgorithm.Sha256 => OtpHashMode.Sha256,
            _ => OtpHashMode.Sha512,
        };
}
