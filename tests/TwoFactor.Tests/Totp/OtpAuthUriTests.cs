using System.Web;
using FsCheck;
using FsCheck.Fluent;

namespace TwoFactor.Tests;

public sealed class OtpAuthUriTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private static readonly byte[] s_secret = "12345678901234567890"u8.ToArray();

    [Fact]
    [Trait("Req", "R07")]
    public void The_URI_is_of_the_one_form_that_all_apps_read() =>
        Assert.Equal(
            $"otpauth://totp/Big%20Corp%20%26%20Co:al%2Bice%40example.com?secret={Secret}&issuer=Big%20Corp%20%26%20Co&algorithm=SHA1&digits=6&period=30",
            new OtpAuthUri("Big Corp & Co", "al+ice@example.com", s_secret, TotpParameters.Default).ToUri()
        );

    [Theory]
    [Trait("Req", "R07")]
    [InlineData("Big:Corp", "alice")]
    [InlineData("Corp", "urn:alice")]
    [InlineData("", "alice")]
    [InlineData("Corp", " ")]
    [InlineData("Corp", "al\nice")]
    public void Names_that_would_break_the_URI_are_refused(string issuer, string account) =>
        Assert.Throws<ArgumentException>(() => new OtpAuthUri(issuer, account, s_secret, TotpParameters.Default));

    [Fact]
    [Trait("Req", "R07")]
    public void The_parser_reads_back_what_the_builder_wrote()
    {
        var name = ArbMap
            .Default.GeneratorFor<NonEmptyString>()
            .Select(s => s.Get.Trim().Replace(":", "", StringComparison.Ordinal))
            .Where(s => s.Length > 0 && s.Length < 60 && !s.Any(char.IsControl) && !s.Any(char.IsSurrogate));
        var parameters =
            from algorithm in Gen.Elements(TotpAlgorithm.Sha1, TotpAlgorithm.Sha256, TotpAlgorithm.Sha512)
            from digits in Gen.Choose(6, 8)
            from period in Gen.Choose(15, 120)
            select new TotpParameters(algorithm, digits, period);
        var secret = Gen.Choose(16, 64).SelectMany(n => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(n));
        var uris =
            from i in name
            from a in name
            from s in secret
            from p in parameters
            select new OtpAuthUri(i, a, s, p);
        Prop.ForAll(
                Arb.From(uris),
                uri =>
                {
                    var read = OtpAuthUri.Parse(uri.ToUri());
                    return read.Succeeded
                        && read.Value.Issuer == uri.Issuer
                        && read.Value.AccountName == uri.AccountName
                        && read.Value.Parameters == uri.Parameters
                        && read.Value.Secret.Span.SequenceEqual(uri.Secret.Span);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [Trait("Req", "R07")]
    [InlineData("otpauth://totp/alice?secret=" + Secret + "&issuer=Corp", "Corp", "alice")]
    [InlineData("OTPAUTH://TOTP/Corp%3Aalice?SECRET=" + Secret, "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:%20alice?secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&image=x", "Corp", "alice")]
    public void What_other_systems_write_is_read(string text, string issuer, string account)
    {
        var read = OtpAuthUri.Parse(text);
        Assert.True(read.Succeeded, read.Error);
        Assert.Equal((issuer, account), (read.Value.Issuer, read.Value.AccountName));
        Assert.Equal(TotpParameters.Default, read.Value.Parameters);
    }

    [Theory]
    [Trait("Req", "R07")]
    [InlineData(null, "empty")]
    [InlineData("https://example.com", "otpauth://")]
    [InlineData("otpauth://totp", "of the form")]
    [InlineData("otpauth://hotp/Corp:a?secret=" + Secret, "counter")]
    [InlineData("otpauth://steam/Corp:a?secret=" + Secret, "not totp")]
    [InlineData("otpauth://totp/Corp:a?issuer=Corp", "no secret")]
    [InlineData("otpauth://totp/Corp:a?secret=GEZDGNBV1", "position 9")]
    [InlineData("otpauth://totp/Corp:a?secret=GEZDGNBVGY3TQOJQ", "80 bits")]
    [InlineData("otpauth://totp/Corp:a?secret=" + Secret + "&secret=" + Secret, "twice")]
    [InlineData("otpauth://totp/Corp:a?secret=" + Secret + "&digits=5", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=" + Secret + "&digits=+6", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=" + Secret + "&period=0", "15 to 120")]
    [InlineData("otpauth://totp/Corp:a?secret=" + Secret + "&period=99999999999", "15 to 120")]
    [InlineData("otpauth://totp/Corp:a?secret=" + Secret + "&algorithm=MD5", "SHA1")]
    [InlineData("otpauth://totp/Corp:a?secret=" + Secret + "&issuer=Evil", "differ")]
    [InlineData("otpauth://totp/Corp:?secret=" + Secret, "account name is empty")]
    [InlineData("otpauth://totp/alice?secret=" + Secret, "issuer is empty")]
    public void Nonsense_is_refused_with_the_reason_and_without_the_secret(string? text, string expected)
    {
        var read = OtpAuthUri.Parse(text);
        Assert.False(read.Succeeded);
        Assert.Contains(expected, read.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, read.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R81")]
    public void ToString_withholds_the_secret()
    {
        var uri = new OtpAuthUri("Corp", "alice", s_secret, TotpParameters.Default);
        Assert.DoesNotContain(Secret, uri.ToString(), StringComparison.Ordinal);
        Assert.Contains(Secret, uri.ToUri(), StringComparison.Ordinal);
        Assert.Equal(Secret, HttpUtility.ParseQueryString(new Uri(uri.ToUri()).Query)["secret"]);
    }
}
