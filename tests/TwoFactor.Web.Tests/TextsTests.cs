using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>Every text of the pages is there in Japanese, with the same places to fill in.</summary>
public sealed partial class TextsTests
{
    [Fact]
    public void No_text_is_left_in_English()
    {
        var services = new ServiceCollection()
            .AddLogging(b => b.ClearProviders())
            .AddLocalization()
            .BuildServiceProvider();
        var texts = services.GetRequiredService<IStringLocalizer<WebSample.Texts>>();
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ja");
        try
        {
            var used = Directory
                .EnumerateFiles(Path.Combine(Root(), "samples/Web/Pages"), "*.cs*", SearchOption.AllDirectories)
                .SelectMany(f =>
                    Literal().Matches(File.ReadAllText(f)).Select(m => Regex.Unescape(m.Groups["text"].Value))
                )
                .Concat(AllCodes())
                .Distinct()
                .ToList();
            Assert.True(used.Count > 200, $"Only {used.Count} texts were found.");
            Assert.DoesNotContain(used, t => texts[t].ResourceNotFound);
            Assert.DoesNotContain(used, t => !Places(t).SequenceEqual(Places(texts[t].Value)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static IEnumerable<string> AllCodes() =>
        Enum.GetValues<PhoneNumberProblem>()
            .Where(p => p != PhoneNumberProblem.None)
            .Select(p => Messages(p))
            .OfType<string>()
            .Concat(
                typeof(AuditEventTypes)
                    .GetFields()
                    .Concat(typeof(SignInReasons).GetFields())
                    .Select(f => $"code.{f.GetRawConstantValue()}")
            )
            .Concat(WebSample.Pages.Admin.IndexModel.Choices.Select(c => c.Text));

    private static string? Messages(PhoneNumberProblem problem) =>
        problem switch
        {
            PhoneNumberProblem.NotANumber => PhoneNumber.Parse("x", "JP").Message,
            PhoneNumberProblem.TooShort => PhoneNumber.Parse("12", "JP").Message,
            PhoneNumberProblem.TooLong => PhoneNumber.Parse("09012345678901234", "JP").Message,
            PhoneNumberProblem.UnknownRegion => PhoneNumber.Parse("09012345678", "XX").Message,
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

    [GeneratedRegex("""T\["(?<text>(?:[^"\\]|\\.)+)"|ViewData\["Title"\] = "(?<text>[^"]+)";""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
