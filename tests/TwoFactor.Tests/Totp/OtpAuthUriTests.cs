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
            .Where(s => s.Length > 0 && s.Length < 60 && PlainText.IsPlain(s));
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
    [InlineData(" Corp", "alice")]
    [InlineData("Corp ", " alice")]
    [InlineData("\u00A0Corp", "alice\u2003")]
    [InlineData("Corp", "  al ice  ")]
    public void Spaces_around_a_name_are_left_out_as_the_parser_leaves_them_out(string issuer, string account)
    {
        var uri = new OtpAuthUri(issuer, account, new byte[20], TotpParameters.Default);
        Assert.Equal((issuer.Trim(), account.Trim()), (uri.Issuer, uri.AccountName));
        var read = OtpAuthUri.Parse(uri.ToUri()).Value!;
        Assert.Equal((uri.Issuer, uri.AccountName), (read.Issuer, read.AccountName));
    }

    [Theory]
    [Trait("Req", "R07")]
    [InlineData("", "alice")]
    [InlineData("  ", "alice")]
    [InlineData("Corp", " ")]
    public void A_name_of_spaces_alone_is_none(string issuer, string account) =>
        Assert.Throws<ArgumentException>(() => new OtpAuthUri(issuer, account, new byte[20], TotpParameters.Default));

    [Theory]
    [Trait("Req", "R09")]
    [InlineData("otpauth://totp/alice?secret=S&issuer=Corp", "Corp", "alice")]
    [InlineData("OTPAUTH://TOTP/Corp%3Aalice?SECRET=S", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:%20alice?secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&image=x", "Corp", "alice")]
    [InlineData("otpauth://totp/Big%20Corp:alice?secret=S&issuer=Big+Corp", "Big Corp", "alice")]
    [InlineData("otpauth://totp/Big%20Corp:alice?secret=S&issuer=Big%20Corp", "Big Corp", "alice")]
    [InlineData("otpauth://totp/Big+Corp:alice?secret=S&issuer=Big+Corp", "Big Corp", "alice")]
    [InlineData("otpauth://totp/Big Corp:alice?secret=S&issuer=Big Corp", "Big Corp", "alice")]
    [InlineData("otpauth://totp/A%2BB:al+ice@example.com?secret=S&issuer=A%2BB", "A+B", "al+ice@example.com")]
    [InlineData("otpauth://totp/alice?secret=S", "", "alice")]
    [InlineData("otpauth://totp/alice?secret=S&issuer=", "", "alice")]
    [InlineData("otpauth://totp/alice?secret=S&issuer", "", "alice")]
    [InlineData("otpauth://totp/Corp:alice?secret=S&issuer=", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:alice?secret=S&issuer=+", "Corp", "alice")]
    [InlineData("otpauth://totp/alice?secret=S&issuer=&issuer=Corp&issuer=Other", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:?secret=S", "Corp", "")]
    [InlineData("otpauth://totp/?secret=S&issuer=Corp", "Corp", "")]
    [InlineData("otpauth://totp?secret=S&issuer=Corp", "Corp", "")]
    [InlineData("otpauth://totp/Corp:dept:alice?secret=S", "Corp", "dept:alice")]
    [InlineData("otpauth://totp/Corp:dept:alice?secret=S&issuer=Corp", "Corp", "dept:alice")]
    [InlineData("otpauth://totp/Corp:dept:alice?secret=S&issuer=Corp%3Adept", "Corp:dept", "alice")]
    [InlineData("otpauth://totp/Corp%3Adept:alice?secret=S", "Corp:dept", "alice")]
    [InlineData("otpauth://totp/Corp%3Aurn%3Aalice?secret=S", "Corp", "urn:alice")]
    [InlineData("otpauth://totp/Corp:alice?secret=S&issuer=Corp\r", "Corp", "alice")]
    [InlineData("\uFEFF otpauth://totp/Corp:alice?secret=S\r\n", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:alice?&secret=S&&=x&issuer=Corp&", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:alice?issuer=Corp&secret=S#top", "Corp", "alice")]
    [InlineData("otpauth://totp/C%23:alice?secret=S&issuer=C%23", "C#", "alice")]
    [InlineData("otpauth://totp/A%26B:alice?secret=S&issuer=A%26B", "A&B", "alice")]
    [InlineData("otpauth://totp/%E6%A0%AA:%F0%9F%91%A9?secret=S&issuer=%E6%A0%AA", "株", "👩")]
    [InlineData("otpauth://totp/株:👩?secret=S&issuer=株", "株", "👩")]
    [InlineData("otpauth://totp/Corp:al%0Aice%00?secret=S&issuer=Co%E2%80%AErp", "Corp", "al ice")]
    [InlineData("otpauth://totp/Corp:alice?secret=S&image=a&image=b&lock=true&counter=7&color=%23fff", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:alice?secret=GEZD-GNBV GY3T+QOJQ%20gezdgnbvgy3tqojq", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:alice?secret=S&algorithm=SHA-1", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:alice?secret=S&algorithm=hmacsha1", "Corp", "alice")]
    [InlineData("otpauth://totp/Corp:alice?secret=S&digits=6&period=30&algorithm=Sha1", "Corp", "alice")]
    public void What_other_systems_write_is_read(string text, string issuer, string account)
    {
        var read = OtpAuthUri.Parse(text.Replace("secret=S", $"secret={Secret}", StringComparison.OrdinalIgnoreCase));
        Assert.True(read.Succeeded, read.Error);
        Assert.Equal((issuer, account), (read.Value.Issuer, read.Value.AccountName));
        Assert.Equal(TotpParameters.Default, read.Value.Parameters);
        Assert.Equal(s_secret, read.Value.Secret.ToArray());
        Assert.Empty(read.Warnings);

        // And what was read is written so that it is read again.
        var again = OtpAuthUri.Parse(read.Value.ToUri()).Value!;
        Assert.Equal((issuer, account), (again.Issuer, again.AccountName));
    }

    [Theory]
    [Trait("Req", "R09")]
    [InlineData("SHA1", TotpAlgorithm.Sha1)]
    [InlineData("sha-1", TotpAlgorithm.Sha1)]
    [InlineData("SHA256", TotpAlgorithm.Sha256)]
    [InlineData("sha256", TotpAlgorithm.Sha256)]
    [InlineData("SHA-256", TotpAlgorithm.Sha256)]
    [InlineData("SHA_256", TotpAlgorithm.Sha256)]
    [InlineData("HmacSHA256", TotpAlgorithm.Sha256)]
    [InlineData("HMAC-SHA-512", TotpAlgorithm.Sha512)]
    [InlineData("hmacsha512", TotpAlgorithm.Sha512)]
    public void An_algorithm_is_read_in_every_spelling(string text, TotpAlgorithm algorithm) =>
        Assert.Equal(algorithm, Parse($"&algorithm={text}").Value!.Parameters.Algorithm);

    [Theory]
    [Trait("Req", "R09")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=Evil", "Evil")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=corp", "corp")]
    public void Where_label_and_parameter_differ_the_parameter_wins_and_the_difference_is_told(
        string text,
        string issuer
    )
    {
        var read = OtpAuthUri.Parse(text.Replace("secret=S", $"secret={Secret}", StringComparison.Ordinal));
        Assert.Equal(issuer, read.Value!.Issuer);
        Assert.Contains("issuer", Assert.Single(read.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(issuer, Assert.Single(read.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "R09")]
    [InlineData(10, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    [InlineData(20, false)]
    [InlineData(64, false)]
    [InlineData(128, false)]
    public void Secrets_of_80_to_1024_bits_are_read_and_weak_ones_are_told(int bytes, bool isWeak)
    {
        var secret = Enumerable.Range(1, bytes).Select(i => (byte)i).ToArray();
        var read = OtpAuthUri.Parse($"otpauth://totp/Corp:a?secret={Base32.Encode(secret)}");
        Assert.Equal(secret, read.Value!.Secret.ToArray());
        Assert.Equal(isWeak, read.Value.IsWeak);
        Assert.Equal(
            isWeak ? $"The secret has {bytes * 8} bits" : null,
            read.Warnings.SingleOrDefault()?[..$"The secret has {bytes * 8} bits".Length]
        );
    }

    [Fact]
    [Trait("Req", "R09")]
    public void A_secret_that_was_drawn_by_characters_is_read_as_apps_do()
    {
        // 26 characters are 130 bits: every app makes 16 bytes of them and drops two bits, whatever they are.
        var read = OtpAuthUri.Parse("otpauth://totp/Corp:a?secret=GEZDGNBVGY3TQOJQGEZDGNBVG7");
        Assert.Equal("1234567890123456"u8[..15].ToArray(), read.Value!.Secret.ToArray()[..15]);
        Assert.Equal(16, read.Value.Secret.Length);
    }

    [Theory]
    [Trait("Req", "R07")]
    [Trait("Req", "R09")]
    [InlineData(null, "empty")]
    [InlineData(" \r\n", "empty")]
    [InlineData("https://example.com", "otpauth://")]
    [InlineData("otpauth://totp", "of the form")]
    [InlineData("otpauth://totp/Corp:a", "of the form")]
    [InlineData("otpauth://hotp/Corp:a?secret=S", "counter")]
    [InlineData("otpauth://steam/Corp:a?secret=S", "not totp")]
    [InlineData("otpauth://totp2/Corp:a?secret=S", "not totp")]
    [InlineData("otpauth:///totp/Corp:a?secret=S", "not totp")]
    [InlineData("otpauth-migration://offline?data=S", "several accounts")]
    [InlineData("otpauth://totp/Corp:a?secret=S&encoder=steam", "encoder")]
    [InlineData("otpauth://totp/Corp:a?secret=S&Encoder=STEAM", "encoder")]
    [InlineData("otpauth://totp/Corp:a?secret=S&encoder=", "encoder")]
    [InlineData("otpauth://totp/Corp:a?issuer=Corp", "no secret")]
    [InlineData("otpauth://totp/Corp:a?secret=", "empty")]
    [InlineData("otpauth://totp/Corp:a?secret=GEZDGNBV1", "position 9")]
    [InlineData("otpauth://totp/Corp:a?secret=GEZDGNBVGY3TQ", "64 bits; at least 80")]
    [InlineData("otpauth://totp/Corp:a?secret=GEZDGNBVGY3TQOJ", "72 bits; at least 80")]
    [InlineData("otpauth://totp/Corp:a?secret=GEZDGNBVGY3TQOJQG", "no whole number of bytes")]
    [InlineData("otpauth://totp/Corp:a?secret=S&secret=S", "twice")]
    [InlineData("otpauth://totp/Corp:a?secret=S&SECRET=S", "twice")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=8&digits=6", "twice")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=5", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=+6", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=%206", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=6.0", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=six", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=８", "6 to 8")]
    [InlineData("otpauth://totp/Corp:a?secret=S&period=0", "15 to 120")]
    [InlineData("otpauth://totp/Corp:a?secret=S&period=-30", "15 to 120")]
    [InlineData("otpauth://totp/Corp:a?secret=S&period=30s", "15 to 120")]
    [InlineData("otpauth://totp/Corp:a?secret=S&period=99999999999", "15 to 120")]
    [InlineData("otpauth://totp/Corp:a?secret=S&algorithm=MD5", "SHA1")]
    [InlineData("otpauth://totp/Corp:a?secret=S&algorithm=", "SHA1")]
    [InlineData("otpauth://totp/Corp:a?secret=S&algorithm=SHA", "SHA1")]
    [InlineData("otpauth://totp/Corp:a?secret=S&algorithm=SHA3-256", "SHA1")]
    [InlineData("otpauth://totp/Corp:a?secret=S&amp;digits=8", "HTML")]
    [InlineData("otpauth://totp/Corp:a?secret=S&AMP;period=60", "HTML")]
    [InlineData("otpauth://totp/Corp:a?secret=S&amp%3Balgorithm=SHA512", "HTML")]
    [InlineData("otpauth://totp/Corp:a?secret=S&amp;amp;issuer=Corp", "HTML")]
    [InlineData("otpauth://totp/Corp:a?secret=S&#38;digits=8", "#")]
    [InlineData("otpauth://totp/C#:a?secret=S&digits=8", "#")]
    [InlineData("otpauth://totp/Corp:a?secret=S&+digits=8", "mangled")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits%20=8", "mangled")]
    [InlineData("otpauth://totp/Corp:a?secret=S&?period=60", "mangled")]
    [InlineData("otpauth://totp/Corp:a?secret=S&algorithm%5B%5D=SHA512", "mangled")]
    [InlineData("otpauth://totp/user%?secret=S", "broken escape")]
    [InlineData("otpauth://totp/user%4?secret=S", "broken escape")]
    [InlineData("otpauth://totp/%ZZ:a?secret=S", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=100%", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=%G0", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=%+1", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=%E9", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=%C0%80", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=%ED%A0%80", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&issuer=%u30B3", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&%ZZ=1", "broken escape")]
    [InlineData("otpauth://totp/Corp:a?secret=S&digits=%3", "broken escape")]
    public void Nonsense_is_refused_with_the_reason_and_without_the_secret(string? text, string expected)
    {
        var read = OtpAuthUri.Parse(text?.Replace("secret=S", $"secret={Secret}", StringComparison.OrdinalIgnoreCase));
        Assert.False(read.Succeeded);
        Assert.Contains(expected, read.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("GEZD", read.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "R09")]
    [InlineData('\uD800')]
    [InlineData('\uDBFF')]
    [InlineData('\uDC00')]
    [InlineData('\uDFFF')]
    public void Half_a_character_is_refused_wherever_it_stands(char half)
    {
        var text = $"otpauth://totp/Corp:alice?secret={Secret}&issuer=Corp&image=x";
        for (var at = 0; at <= text.Length; at++)
            Assert.Contains(
                "lone surrogate",
                OtpAuthUri.Parse(text.Insert(at, half.ToString())).Error,
                StringComparison.Ordinal
            );
    }

    [Fact]
    [Trait("Req", "R09")]
    public void Half_a_character_is_left_out_of_a_label() => Assert.Equal("ab", OtpAuthUri.ToLabel("a\uD800b\uDC00"));

    [Fact]
    [Trait("Req", "R09")]
    public void A_text_of_any_kind_is_read_or_refused_and_never_throws()
    {
        var alphabet = Gen.Elements(
            "otpauth://totp/",
            "?",
            "&",
            "=",
            "%",
            "%3A",
            ":",
            "secret=",
            Secret,
            "issuer=",
            "digits",
            "8",
            "+",
            "#",
            ";",
            "amp;",
            "\uD800",
            "株",
            " ",
            "\0"
        );
        Prop.ForAll(
                Arb.From(alphabet.ListOf().Select(parts => string.Concat(parts))),
                text =>
                    OtpAuthUri.Parse("otpauth://totp/" + text).Error?.Contains("GEZD", StringComparison.Ordinal) != true
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [Trait("Req", "R09")]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData("urn:alice", "urnalice")]
    [InlineData(" al\nice\u202E ", "al ice")]
    [InlineData("a\u200Db", "ab")]
    [InlineData("::", "account")]
    [InlineData("", "account")]
    [InlineData(null, "account")]
    public void A_label_is_made_of_any_name(string? name, string label) =>
        Assert.Equal(label, OtpAuthUri.ToLabel(name));

    [Theory]
    [Trait("Req", "R09")]
    [InlineData("株", 500)]
    [InlineData("é", 500)]
    [InlineData("e\u0301", 500)]
    [InlineData("👩🏽", 200)]
    [InlineData("🇯🇵", 200)]
    [InlineData("a", 242)]
    [InlineData("a", 100_000)]
    public void A_long_label_is_cut_between_two_characters_and_issuer_and_secret_are_whole(string character, int count)
    {
        var name = string.Concat(Enumerable.Repeat(character, count));
        var label = OtpAuthUri.ToLabel(name);
        Assert.StartsWith(label, name, StringComparison.Ordinal);
        Assert.Equal(0, label.Length % character.Length);
        Assert.InRange(Uri.EscapeDataString(label).Length, Math.Min(200, count), 256);
        var issuer = new string('i', 256);
        var uri = new OtpAuthUri(issuer, label, s_secret, TotpParameters.Default).ToUri();
        Assert.Equal((issuer, label), (OtpAuthUri.Parse(uri).Value!.Issuer, OtpAuthUri.Parse(uri).Value!.AccountName));
        Assert.InRange(uri.Length, 0, 1_000);
    }

    private static OtpAuthUriResult Parse(string more) =>
        OtpAuthUri.Parse($"otpauth://totp/Corp:a?secret={Secret}{more}");

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
