namespace TwoFactor.Tests;

[Trait("Req", "R15")]
public sealed class OriginHostTests
{
    [Theory]
    [InlineData("example.com")]
    [InlineData("Example.COM")]
    [InlineData("a.b")]
    [InlineData("www.my-shop.example.co.jp")]
    [InlineData("1.example.com")]
    [InlineData("123.com")]
    [InlineData("xn--r8jz45g.xn--zckzah")]
    [InlineData("XN--R8JZ45G.jp")]
    [InlineData("ab--cd.example")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com")]
    public void A_domain_is_a_host(string host) =>
        Assert.DoesNotContain(
            new SmsOptions { Host = host }.Problems(),
            p => p.Contains("Sms:Host", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("localhost")]
    [InlineData("ex_ample.com")]
    [InlineData("_dmarc.example.com")]
    [InlineData("example.com.")]
    [InlineData(".example.com")]
    [InlineData("example..com")]
    [InlineData("-example.com")]
    [InlineData("example-.com")]
    [InlineData("example.com-")]
    [InlineData("example.com:443")]
    [InlineData("https://example.com")]
    [InlineData("//example.com")]
    [InlineData("example.com/")]
    [InlineData("user@example.com")]
    [InlineData("@example.com")]
    [InlineData("*.example.com")]
    [InlineData("example.com #1")]
    [InlineData(" example.com")]
    [InlineData("example.com\n")]
    [InlineData("exam ple.com")]
    [InlineData("exam%70le.com")]
    [InlineData("例え.テスト")]
    [InlineData("ｅxample.com")]
    [InlineData("example。com")]
    [InlineData("exam\u00ADple.com")]
    [InlineData("192.168.0.1")]
    [InlineData("1.2.3")]
    [InlineData("example.123")]
    [InlineData("example.0x7f")]
    [InlineData("[::1]")]
    [InlineData("::1")]
    [InlineData("xn--.com")]
    [InlineData("xn--a.com")]
    [InlineData("xn--example-.com")]
    [InlineData("xn--99999999999.com")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com")]
    public void What_browsers_fill_in_nowhere_is_refused(string host)
    {
        var problem = new SmsOptions { Host = host }
            .Problems()
            .Single(p => p.StartsWith("TwoFactor:Sms:Host", StringComparison.Ordinal));
        Assert.Contains("example.com", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_that_is_too_long_is_refused()
    {
        var label = new string('a', 49);
        var longest = string.Join('.', label, label, label, label, label, "com");
        Assert.Equal(253, longest.Length);
        Assert.True(OriginHost.IsValid(longest));
        Assert.False(OriginHost.IsValid("a" + longest));
    }
}
