using System.Globalization;

namespace TwoFactor.Tests;

public sealed class EmailComposerTests
{
    public static TheoryData<string> Languages => [.. new BuiltInMailTemplates().Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_language_says_the_code_once_the_app_and_how_long(string language)
    {
        await using var host = new EmailHost();
        await host.BeginAsync(language: language);
        var message = host.Mail.Sent[0];
        Assert.Equal(language, message.Language);
        foreach (var text in new[] { message.Text, message.Html })
        {
            Assert.Equal(2, text.Split(message.Code).Length);
            Assert.Contains("Example", text, StringComparison.Ordinal);
            Assert.Contains("5", text.Replace(message.Code, "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        }

        Assert.Contains("Example", message.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(message.Code, message.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("http", message.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(language == "ar" ? "dir=\"rtl\"" : "dir=\"ltr\"", message.Html, StringComparison.Ordinal);
        _ = new CultureInfo(message.Language);
    }

    [Theory]
    [InlineData("ja-JP", "ja")]
    [InlineData("zh-TW", "zh-Hant")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("pt_BR", "pt")]
    [InlineData("xx", "en")]
    [InlineData(null, "en")]
    [InlineData("'\"><script>", "en")]
    public async Task The_language_is_the_users_or_the_default(string? asked, string used)
    {
        await using var host = new EmailHost();
        await host.BeginAsync(language: asked);
        Assert.Equal(used, host.Mail.Sent[0].Language);
    }

    [Fact]
    public async Task The_subject_has_the_code_only_if_that_is_asked_for()
    {
        await using var host = new EmailHost(o => o.CodeInSubject = true);
        await host.BeginAsync();
        Assert.StartsWith(host.Mail.LastCode, host.Mail.Sent[0].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_is_text_in_HTML()
    {
        await using var host = new EmailHost(common: o => o.Issuer = "A & <b>");
        await host.BeginAsync();
        Assert.Contains("A &amp; &lt;b&gt;", host.Mail.Sent[0].Html, StringComparison.Ordinal);
        Assert.Contains("A & <b>", host.Mail.Sent[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_language_without_a_template_is_told_at_the_start()
    {
        await using var host = new EmailHost(o => o.DefaultLanguage = "tlh");
        await host.BeginAsync();
        Assert.Contains(host.Logs.Lines, l => l.Contains("DefaultLanguage is 'tlh'", StringComparison.Ordinal));
    }
}
