using System.Text;

namespace TwoFactor.Tests;

public sealed class TotpTests
{
    private static readonly TotpParameters s_six = TotpParameters.Default;
    private static readonly byte[] s_seed20 = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly byte[] s_seed32 = Encoding.ASCII.GetBytes("12345678901234567890123456789012");
    private static readonly byte[] s_seed64 = Encoding.ASCII.GetBytes(
        "1234567890123456789012345678901234567890123456789012345678901234"
    );

    [Theory]
    [Trait("Req", "R08")]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void The_vectors_of_RFC_4226_appendix_D_hold(long counter, string code) =>
        Assert.Equal(code, Otp.Totp.Compute(s_seed20, counter, s_six));

    // Seeds of 20, 32 and 64 bytes: RFC 6238 erratum 2866.
    [Theory]
    [Trait("Req", "R08")]
    [Trait("Req", "R02")]
    [InlineData(59L, "94287082", "46119246", "90693936")]
    [InlineData(1111111109L, "07081804", "68084774", "25091201")]
    [InlineData(1111111111L, "14050471", "67062674", "99943326")]
    [InlineData(1234567890L, "89005924", "91819424", "93441116")]
    [InlineData(2000000000L, "69279037", "90698825", "38618901")]
    [InlineData(20000000000L, "65353130", "77737706", "47863826")]
    public void The_vectors_of_RFC_6238_appendix_B_hold(long seconds, string sha1, string sha256, string sha512)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(sha1, At(s_seed20, TotpAlgorithm.Sha1));
        Assert.Equal(sha256, At(s_seed32, TotpAlgorithm.Sha256));
        Assert.Equal(sha512, At(s_seed64, TotpAlgorithm.Sha512));

        string At(byte[] seed, TotpAlgorithm algorithm)
        {
            var parameters = new TotpParameters(algorithm, 8, 30);
            return Otp.Totp.Compute(seed, parameters.StepAt(time), parameters);
        }
    }

    [Fact]
    [Trait("Req", "R02")]
    public void Leading_zeros_are_kept()
    {
        // 07081804 with 8 digits; with 7 the zero goes in front again.
        Assert.Equal(
            "07081804",
            Otp.Totp.Compute(s_seed20, 1111111109 / 30, new TotpParameters(TotpAlgorithm.Sha1, 8, 30))
        );
        Assert.Equal(
            "7081804",
            Otp.Totp.Compute(s_seed20, 1111111109 / 30, new TotpParameters(TotpAlgorithm.Sha1, 7, 30))
        );
        Assert.Equal("081804", Otp.Totp.Compute(s_seed20, 1111111109 / 30, s_six));
        Assert.True(Otp.Totp.Match(s_seed20, "081804", 1111111109 / 30, 0, s_six).IsMatch);
        Assert.False(Otp.Totp.Match(s_seed20, "81804", 1111111109 / 30, 0, s_six).IsMatch);
    }

    [Theory]
    [Trait("Req", "R02")]
    [InlineData(5, 30)]
    [InlineData(9, 30)]
    [InlineData(6, 14)]
    [InlineData(6, 121)]
    public void Parameters_outside_their_range_are_refused_with_the_range(int digits, int period)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new TotpParameters(TotpAlgorithm.Sha1, digits, period)
        );
        Assert.Matches("6 to 8|15 to 120", e.Message);
    }

    [Theory]
    [Trait("Req", "R02")]
    [InlineData(-1, -1)]
    [InlineData(-30, -1)]
    [InlineData(-31, -2)]
    [InlineData(0, 0)]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    [InlineData(253402300799, 8446743359)]
    public void Steps_are_64_bits_and_round_down(long seconds, long step) =>
        Assert.Equal(step, s_six.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [Trait("Req", "R03")]
    [InlineData(1, -2, false)]
    [InlineData(1, -1, true)]
    [InlineData(1, 0, true)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(0, -1, false)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    public void The_window_is_what_it_says(int window, int offset, bool matches)
    {
        const long Step = 55_000_000;
        var match = Otp.Totp.Match(s_seed20, Otp.Totp.Compute(s_seed20, Step + offset, s_six), Step, window, s_six);
        Assert.Equal(matches, match.IsMatch);
        Assert.Equal(matches ? Step + offset : 0, match.Step);
    }

    [Fact]
    [Trait("Req", "R05")]
    public void All_candidates_are_looked_at_so_that_the_last_of_two_equal_codes_counts()
    {
        // Whoever stops at the first match returns the earlier of two steps that happen to have the same code.
        long step = 1;
        var (before, at, after) = (Code(0), Code(1), Code(2));
        while (before != after)
            (before, at, after) = (at, after, Code(++step + 1));

        var match = Otp.Totp.Match(s_seed20, after, step, 1, s_six);
        Assert.Equal(step + 1, match.Step);

        static string Code(long step) => Otp.Totp.Compute(s_seed20, step, s_six);
    }

    [Theory]
    [Trait("Req", "R05")]
    [InlineData(TotpAlgorithm.Sha1, 6, 20)]
    [InlineData(TotpAlgorithm.Sha256, 7, 32)]
    [InlineData(TotpAlgorithm.Sha512, 8, 64)]
    public void A_match_allocates_at_most_512_bytes_and_as_many_whatever_the_outcome(
        TotpAlgorithm algorithm,
        int digits,
        int secretBytes
    )
    {
        var parameters = new TotpParameters(algorithm, digits, 30);
        var secret = s_seed64[..secretBytes];
        for (var step = 55_000_000L; step < 55_000_100; step++)
        {
            var first = Otp.Totp.Compute(secret, step - 1, parameters);
            var last = Otp.Totp.Compute(secret, step + 1, parameters);
            var bytes = Allocated(first, step);
            Assert.InRange(bytes, 1, 512);
            Assert.Equal(bytes, Allocated(last, step));
            Assert.Equal(bytes, Allocated("no code", step));
        }

        // The least of three: a collection may empty the pool in between, and the next to borrow fills it again.
        long Allocated(string code, long step) => Enumerable.Range(0, 3).Min(_ => AllocatedOnce(code, step));

        long AllocatedOnce(string code, long step)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Otp.Totp.Match(secret, code, step, 1, parameters);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
