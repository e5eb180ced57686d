using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>
/// Composes a message in the user's language. It is a pure function: the same arguments give the same message.
/// </summary>
internal sealed class EmailComposer(
    IMailTemplates templates,
    IOptions<EmailOptions> options,
    IOptions<TwoFactorOptions> common
)
{
    // With invariant globalization there is no culture data.
    private static readonly HashSet<string> s_rightToLeft = new(StringComparer.OrdinalIgnoreCase)
    {
        "ar",
        "dv",
        "fa",
        "he",
        "ps",
        "sd",
        "ug",
        "ur",
        "yi",
    };

    private readonly EmailOptions _options = options.Value;

    public EmailContent Compose(FactorSend send, string code, Uri? notMe = null)
    {
        var language = Choose(send.Origin?.Language);
        var template = templates.Find(language, send.Purpose);
        var minutes = (int)Math.Max(1, Math.Floor((send.ExpiresAt - send.Now).TotalMinutes));
        string[] lines =
        [
            Fill(template.Lead, minutes),
            code,
            Fill(template.Expiry, minutes),
            Fill(template.Warning, minutes),
        ];
        var subject = Fill(template.Subject, minutes);
        var words = notMe is null ? "" : Fill(template.NotMe ?? BuiltInMailTemplates.NotMeIn(language), minutes);
        var link = notMe is null ? "" : $"\n{words}\n{notMe.AbsoluteUri}\n";
        return new EmailContent
        {
            Language = language,
            Subject = _options.CodeInSubject ? $"{code} – {subject}" : subject,
            Text = string.Join("\n\n", lines) + "\n" + link,
            Html = Html(language, lines, notMe is null ? "" : Anchor(notMe, words)),
            NotMeUri = notMe,
        };
    }

    /// <summary>The problems of settings and templates, a sentence for each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Match(_options.DefaultLanguage) is null)
            yield return $"TwoFactor:Email:DefaultLanguage is '{_options.DefaultLanguage}', which has no template: "
                + $"{templates.Languages.First()} is used. There are: {string.Join(", ", templates.Languages)}.";
    }

    private string Fill(string text, int minutes) =>
        text.Replace("{app}", common.Value.Issuer, StringComparison.Ordinal)
            .Replace("{minutes}", minutes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Anchor(Uri link, string words) =>
        $"""<p><a href="{WebUtility.HtmlEncode(link.AbsoluteUri)}">{WebUtility.HtmlEncode(words)}</a></p>""" + "\n";

    // No images: the message looks the same everywhere. No link but the one that a host asks for, which lets nobody in:
    // messages should not teach users to click.
    private static string Html(string language, string[] lines, string link)
    {
        var direction = s_rightToLeft.Contains(language.Split('-')[0]) ? "rtl" : "ltr";
        var texts = Array.ConvertAll(lines, WebUtility.HtmlEncode);
        return $"""
            <!DOCTYPE html>
            <html lang="{language}" dir="{direction}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
            <body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1b1b1b;background:#ffffff">
            <p>{texts[0]}</p>
            <p style="font:700 32px/1.2 monospace;letter-spacing:4px" dir="ltr">{texts[1]}</p>
            <p>{texts[2]}</p>
            <p style="color:#555555">{texts[3]}</p>
            {link}</body>
            </html>

            """;
    }

    private string Choose(string? language) =>
        Match(language) ?? Match(_options.DefaultLanguage) ?? templates.Languages.First();

    private string? Match(string? language) => MessageLanguages.Find(templates.Languages, language);
}
