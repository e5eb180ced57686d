using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

public sealed class SmsTextTests
{
    [Theory]
    [InlineData("", SmsEncoding.Gsm7, 0, 1)]
    [InlineData("à è é ì ò ù ä ö ü ñ", SmsEncoding.Gsm7, 19, 1)]
    [InlineData("código", SmsEncoding.Ucs2, 6, 1)]
    [InlineData("it’s", SmsEncoding.Ucs2, 4, 1)]
    [InlineData("ç", SmsEncoding.Ucs2, 1, 1)]
    [InlineData("€^{}[]~\\|\f", SmsEncoding.Gsm7, 20, 1)]
    [InlineData("👍", SmsEncoding.Ucs2, 2, 1)]
    public void Encoding_and_units_are_known(string text, SmsEncoding encoding, int units, int count)
    {
        var segments = SmsSegments.Of(text);
        Assert.Equal((encoding, units, count), (segments.Encoding, segments.Units, segments.Count));
    }

    [Theory]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('€', 80, 1)]
    [InlineData('€', 81, 2)]
    [InlineData('€', 152, 2)]
    [InlineData('€', 153, 3)]
    [InlineData('あ', 70, 1)]
    [InlineData('あ', 71, 2)]
    [InlineData('あ', 134, 2)]
    [InlineData('あ', 135, 3)]
    public void Long_messages_are_cut_where_the_standard_cuts_them(char c, int length, int count) =>
        Assert.Equal(count, SmsSegments.Of(new string(c, length)).Count);

    [Fact]
    public void A_surrogate_pair_does_not_straddle_two_segments()
    {
        // 66 units, a pair, 66 units: the pair begins the second segment.
        var text = $"{new string('あ', 66)}👍{new string('あ', 65)}";
        Assert.Equal((133, 2), (SmsSegments.Of(text).Units, SmsSegments.Of(text).Count));
        Assert.Equal(3, SmsSegments.Of($"{new string('あ', 66)}👍{new string('あ', 66)}").Count);
    }

    [Theory]
    [InlineData(null, "123456 is your Example code. Never share it.\n@example.com #123456")]
    [InlineData("ja-JP", "Exampleの確認コード: 123456 他人に教えないでください。\n@example.com #123456")]
    [InlineData("de_CH", "123456 ist Ihr Code für Example. Geben Sie ihn nie weiter.\n@example.com #123456")]
    [InlineData("zh-TW", "Example驗證碼：123456，請勿告訴他人。\n@example.com #123456")]
    [InlineData("zh-Hant-HK", "Example驗證碼：123456，請勿告訴他人。\n@example.com #123456")]
    [InlineData("zh-CN", "Example验证码：123456，请勿告诉他人。\n@example.com #123456")]
    [InlineData("zh", "Example验证码：123456，请勿告诉他人。\n@example.com #123456")]
    [InlineData("pt-BR", "123456: seu PIN de Example. Nunca o repasse.\n@example.com #123456")]
    [InlineData("EN", "123456 is your Example code. Never share it.\n@example.com #123456")]
    [InlineData("ZH-HANT-tw", "Example驗證碼：123456，請勿告訴他人。\n@example.com #123456")]
    [InlineData("tlh", "123456 is your Example code. Never share it.\n@example.com #123456")]
    [Trait("Req", "R15")]
    public async Task The_text_is_in_the_users_language_and_the_last_line_binds_the_code_to_the_origin(
        string? language,
        string body
    )
    {
        await using var sms = SmsHost.Create(o => o.Sms.Host = "example.com");
        Assert.Equal(body, sms.Host.Get<SmsComposer>().Compose(language, ChallengePurpose.SignIn, "123456"));
    }

    [Fact]
    [Trait("Req", "R15")]
    public async Task The_android_hash_stands_before_the_last_line()
    {
        await using var both = SmsHost.Create(o => (o.Sms.Host, o.Sms.AndroidHash) = ("example.com", "FA+9qCX9VSu"));
        Assert.EndsWith(
            "share it.\nFA+9qCX9VSu\n@example.com #000000",
            both.Host.Get<SmsComposer>().Compose("en", default, "000000"),
            StringComparison.Ordinal
        );
        await using var hash = SmsHost.Create(o => o.Sms.AndroidHash = "FA+9qCX9VSu");
        Assert.EndsWith(
            "share it.\nFA+9qCX9VSu",
            hash.Host.Get<SmsComposer>().Compose("en", default, "000000"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    [Trait("Req", "R15")]
    public async Task Every_built_in_template_is_one_segment_with_room_for_issuer_and_host()
    {
        await using var sms = SmsHost.Create(o => (o.Issuer, o.Sms.Host) = ("Example", "www.example.com"));
        Assert.Empty(sms.Host.Get<SmsComposer>().Problems());
        var gsm = new BuiltInTemplates().Languages.Where(l =>
            SmsSegments.Of(sms.Host.Get<SmsComposer>().Compose(l, default, "123456")).Encoding == SmsEncoding.Gsm7
        );
        Assert.Equal(["de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr"], gsm.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Req", "R15")]
    public async Task A_template_that_outgrows_one_segment_or_leaves_the_alphabet_is_reported_at_start()
    {
        await using var large = SmsHost.Create(o => (o.Issuer, o.Sms.Host) = (new string('x', 120), "example.com"));
        _ = large.Host.Enrollment;
        Assert.Contains(
            large.Host.Logs.Lines,
            l => l.Contains("The SMS template 'en' for SignIn takes 2 segments of Gsm7", StringComparison.Ordinal)
        );
        await using var accent = SmsHost.Create(o => o.Issuer = "Façade");
        Assert.Contains(
            accent.Host.Get<SmsComposer>().Problems(),
            p =>
                p.StartsWith(
                    "The SMS template 'en' for SignIn leaves the 7-bit alphabet because of TwoFactor:Issuer",
                    StringComparison.Ordinal
                )
        );
        await using var language = SmsHost.Create(o => o.Sms.DefaultLanguage = "tlh");
        Assert.Contains(
            language.Host.Get<SmsComposer>().Problems(),
            p => p.Contains("TwoFactor:Sms:DefaultLanguage is 'tlh'", StringComparison.Ordinal)
        );
        Assert.StartsWith(
            "000000 is",
            language.Host.Get<SmsComposer>().Compose("x", default, "000000"),
            StringComparison.Ordinal
        );
        await using var british = SmsHost.Create(o => o.Sms.DefaultLanguage = "en-GB");
        Assert.Empty(british.Host.Get<SmsComposer>().Problems());
        Assert.StartsWith(
            "000000 is",
            british.Host.Get<SmsComposer>().Compose(null, default, "000000"),
            StringComparison.Ordinal
        );
        await using var custom = SmsHost.Create(build: b => b.AddSms().UseTemplates<Codeless>());
        Assert.Contains(
            custom.Host.Get<SmsComposer>().Problems(),
            p => p.Contains("has no {code}", StringComparison.Ordinal)
        );
    }

    private sealed class Codeless : IMessageTemplates
    {
        public IReadOnlyCollection<string> Languages => ["en"];

        public string Find(string language, ChallengePurpose purpose) => "Hello from {app}";
    }
}
