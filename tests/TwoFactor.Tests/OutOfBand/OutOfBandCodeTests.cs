namespace TwoFactor.Tests;

public sealed class OutOfBandCodeTests
{
    [Fact]
    [Trait("Req", "R10")]
    public void Codes_are_unbiased_and_of_the_length_asked_for()
    {
        var random = new Random(20270131);
        var counts = new int[10];
        var entropy = new byte[FactorSend.EntropyBytes];
        for (var i = 0; i < 60_000; i++)
        {
            random.NextBytes(entropy);
            foreach (var digit in OutOfBandCode.Create(entropy, 6))
                counts[digit - '0']++;
        }

        // Chi squared with 9 degrees of freedom: above 33.7 once in ten thousand seeds, and this one is fixed.
        Assert.InRange(counts.Sum(c => Math.Pow(c - 36_000, 2) / 36_000), 0, 33.7);
        Assert.Equal([6, 7, 8], new[] { 6, 7, 8 }.Select(d => OutOfBandCode.Create(entropy, d).Length));
        Assert.Equal(OutOfBandCode.Create(entropy, 6), OutOfBandCode.Create(entropy, 6));
    }

    [Fact]
    [Trait("Req", "R10")]
    public void Numbers_above_the_last_whole_multiple_are_passed_over()
    {
        // 2^32 is 4,294,967,296: of 6 digits, the last 967,296 numbers would favour small codes.
        var entropy = new byte[FactorSend.EntropyBytes];
        Array.Fill(entropy, (byte)0xFF);
        entropy[31] = 7;
        Assert.NotEqual("967295", OutOfBandCode.Create(entropy, 6));
        entropy.AsSpan(4).Clear();
        entropy[7] = 42;
        Assert.Equal("000042", OutOfBandCode.Create(entropy, 6));
    }
}
