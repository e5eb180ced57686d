using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Composes a message: the text in the user's language, the Android hash, and the origin-bound line, which must be
/// last.
/// </summary>
internal sealed class SmsComposer(
    IMessageTemplates templates,
    IOptions<SmsOptions> options,
    IOptions<TwoFactorOptions> common
)
{
    private readonly SmsOptions _options = options.Value;

    public string Compose(string? language, ChallengePurpose purpose, string code) =>
        Compose(templates.Find(Choose(language), purpose), code);

    /// <summary>The templates that cost more than they should or lack the code, each as a sentence.</summary>
    public IEnumerable<string> Problems()
    {
        if (Match(_options.DefaultLanguage) is null)
            yield return $"TwoFactor:Sms:DefaultLanguage is '{_options.DefaultLanguage}', which has no template: "
                + $"{templates.Languages.First()} is used. There are: {string.Join(", ", templates.Languages)}.";

        var code = new string('0', _options.CodeDigits);
        foreach (var language in templates.Languages)
        {
            foreach (var purpose in Enum.GetValues<ChallengePurpose>())
            {
                if (Problem(templates.Find(language, purpose), code) is not { } problem)
                    continue;

                yield return $"The SMS template '{language}' for {purpose} {problem}";
                break;
            }
        }
    }

    private string? Problem(string template, string code)
    {
        if (!template.Contains("{code}", StringComparison.Ordinal))
            return "has no {code}. Put it where the code goes.";

        var segments = SmsSegments.Of(Compose(template, code));
        if (segments.Count > 1)
            return $"takes {segments.Count} segments of {segments.Encoding}, with issuer and host {segments.Units} "
                + "units, and each is paid for. Shorten it, or TwoFactor:Issuer.";

        // A template that uses only the 7-bit alphabet is meant to stay within it.
        var bare = template
            .Replace("{code}", code, StringComparison.Ordinal)
            .Replace("{app}", "", StringComparison.Ordinal);
        return segments.Encoding == SmsEncoding.Ucs2 && SmsSegments.Of(bare).Encoding == SmsEncoding.Gsm7
            ? "leaves the 7-bit alphabet because of TwoFactor:Issuer: it has room for 70 characters instead of 160."
            : null;
    }

    private string Compose(string template, string code)
    {
        var text = template
            .Replace("{code}", code, StringComparison.Ordinal)
            .Replace("{app}", common.Value.Issuer, StringComparison.Ordinal);
        if (_options.AndroidHash is { } hash)
            text = $"{text}\n{hash}";

        return _options.Host is { } host ? $"{text}\n@{host} #{code}" : text;
    }

    private string Choose(string? language) =>
        Match(language) ?? Match(_options.DefaultLanguage) ?? templates.Languages.First();

    private string? Match(string? language) => MessageLanguages.Find(templates.Languages, language);
}
