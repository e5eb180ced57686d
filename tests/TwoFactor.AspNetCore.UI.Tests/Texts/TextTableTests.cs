using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>One table a language, each complete: the same texts, with the same places to fill in.</summary>
public sealed partial class TextTableTests
{
    public static TheoryData<string> Languages => [.. TextTables.Languages.Where(l => l != "en")];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_every_text_and_none_that_nothing_shows(string language)
    {
        var expected = Used().Concat(Keys("en")).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(expected.Count > 250, $"Only {expected.Count} texts were found.");
        Assert.Equal(expected, Keys(language).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_text_has_the_places_of_the_English_one(string language)
    {
        var wrong = Keys(language)
            .Where(k => !Places(TextTables.Table("en")!.GetString(k) ?? k).SequenceEqual(Places(Text(language, k))));
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_is_empty_or_left_in_English(string language)
    {
        var same = Keys(language)
            .Where(k =>
                string.IsNullOrWhiteSpace(Text(language, k))
                || (k.Length > 25 && Text(language, k) == (TextTables.Table("en")!.GetString(k) ?? k))
            );
        Assert.Empty(same);
    }

    [Fact]
    public void Every_event_and_every_method_of_the_library_has_a_name()
    {
        var events = typeof(AuditEventTypes).GetFields().Select(f => $"event.{f.GetRawConstantValue()}");
        Assert.DoesNotContain(events, e => TextTables.Table("en")!.GetString(e) is null);
        Assert.DoesNotContain(AuditModel.Types, t => TextTables.Table("en")!.GetString($"code.{t}") is null);
    }

    [Theory]
    [InlineData("de-AT", "Einschalten")]
    [InlineData("zh-CN", "启用")]
    [InlineData("pt-BR", "Ativar")]
    [InlineData("nl", null)]
    public void A_region_gets_its_language_and_an_unknown_one_gets_English(string culture, string? text) =>
        Assert.Equal(text, TextTables.Find("Turn on", CultureInfo.GetCultureInfo(culture)));

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_notices_of_all_methods_are_in_every_language_of_the_pages(string language)
    {
        foreach (var traits in new[] { SmsFactor.Traits, TwoFactor.Email.EmailFactor.Traits })
        {
            Assert.True(traits.NoticeTranslations.TryGetValue(language, out var notice));
            Assert.NotEqual(traits.Notice, notice);
        }
    }

    [Theory]
    [InlineData("en")]
    [MemberData(nameof(Languages))]
    public void An_event_without_a_method_has_no_empty_brackets(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var texts = new TwoFactorTexts(
            Options.Create(new TwoFactorPagesOptions()),
            new ServiceCollection().BuildServiceProvider(),
            new HttpContextAccessor(),
            HtmlEncoder.Default
        );
        foreach (var type in new[] { AuditEventTypes.ChallengeOpened, AuditEventTypes.Verification })
        {
            var one = new AuditEvent
            {
                Sequence = 1,
                At = DateTimeOffset.UnixEpoch,
                UserId = "alice",
                Type = type,
                Hash = default,
            };
            Assert.DoesNotContain("(", texts.Event(one), StringComparison.Ordinal);
            Assert.Contains("(", texts.Event(one with { Method = "totp" }), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Keys(string language) =>
        TextTables.Table(language)!.Cast<DictionaryEntry>().Select(e => (string)e.Key);

    private static string Text(string language, string key) => TextTables.Table(language)!.GetString(key)!;

    private static IEnumerable<string> Used() =>
        Directory
            .EnumerateFiles(Path.Combine(Root(), "src/TwoFactor.AspNetCore.UI"), "*.cs*", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            )
            .SelectMany(f => Literal().Matches(File.ReadAllText(f)).Select(m => Regex.Unescape(m.Groups["text"].Value)))
            .Concat(PolicyModel.Choices.Select(c => c.Text))
            .Concat(Enum.GetNames<ClientSurface>().Where(n => n != nameof(ClientSurface.Unknown)))
            .Concat(Enum.GetValues<PhoneNumberProblem>().Select(Message).OfType<string>())
            .Append("That is no e-mail address. Write it as name@example.com.")
            .Append("{0} seconds")
            .Append("{0} minutes")
            .Distinct();

    private static string? Message(PhoneNumberProblem problem) =>
        problem switch
        {
            PhoneNumberProblem.NotANumber => PhoneNumber.Parse("x", "JP").Message,
            PhoneNumberProblem.TooShort => PhoneNumber.Parse("12", "JP").Message,
            PhoneNumberProblem.TooLong => PhoneNumber.Parse("09012345678901234", "JP").Message,
            PhoneNumberProblem.UnknownRegion => PhoneNumber.Parse("09012345678", "XX").Message,
            PhoneNumberProblem.UnknownCallingCode => PhoneNumber.Parse("+999 123 456 789", "JP").Message,
            PhoneNumberProblem.NotInUse => PhoneNumber.Parse("0000000000", "JP").Message,
            PhoneNumberProblem.None => null,
            _ => null,
        };

    private static IEnumerable<string> Places(string text) =>
        Place().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TwoFactor.sln")))
            folder = Path.GetDirectoryName(folder)!;

        return folder;
    }

    [GeneratedRegex("\\bT(?:\\.Html\\(|\\[)\\s*\"(?<text>(?:[^\"\\\\]|\\\\.)+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
