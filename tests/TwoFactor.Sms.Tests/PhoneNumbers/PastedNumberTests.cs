using System.Globalization;
using System.Text;
using PhoneNumbers;
using PhoneNumber = TwoFactor.Sms.PhoneNumber;

namespace TwoFactor.Tests;

public sealed class PastedNumberTests
{
    private const string Passed =
        "\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u00AD\u2060\u200B\u200C\u200D\uFEFF"
        + "\u00A0\u3000\u2009\u202F\u2028\u2029\u0085\t\r\n -‐‑‒–—―−－﹣()[]（）［］./．／ーｰ•·・";

    [Theory]
    [InlineData("+819012345678")]
    [InlineData("09012345678")]
    [InlineData("tel:+819012345678")]
    [InlineData("tel:09012345678;phone-context=+81")]
    public void What_cannot_be_seen_or_only_divides_changes_nothing_wherever_it_stands(string text)
    {
        foreach (var c in Passed)
        {
            for (var at = 0; at <= text.Length; at++)
                Assert.Equal("+819012345678", PhoneNumber.Parse(text.Insert(at, $"{c}"), "JP").Value?.E164);
        }
    }

    [Fact]
    public void Numbers_of_all_regions_are_the_same_with_such_marks_anywhere()
    {
        var util = PhoneNumberUtil.GetInstance();
        var random = new Random(20270202);
        foreach (var region in PhoneRegions.All)
        {
            var example = util.GetExampleNumber(region.Code);
            var expected = PhoneNumber.Parse(util.Format(example, PhoneNumberFormat.E164)).Value?.E164;
            Assert.NotNull(expected);
            for (var i = 0; i < 40; i++)
            {
                var text = new StringBuilder(util.Format(example, (PhoneNumberFormat)random.Next(4)));
                for (var marks = random.Next(1, 12); marks > 0; marks--)
                    text.Insert(random.Next(text.Length + 1), Passed[random.Next(Passed.Length)]);

                var number = PhoneNumber.Parse(text.ToString(), region.Code).Value;
                Assert.True(number?.E164 == expected, $"{region.Code} {Escaped(text)}: {number?.E164}");
            }
        }
    }

    [Fact]
    public void Digits_of_every_script_are_read()
    {
        var zeros = Enumerable
            .Range(0, 0x11_0000)
            .Where(Rune.IsValid)
            .Select(v => new Rune(v))
            .Where(r =>
                Rune.GetUnicodeCategory(r) == UnicodeCategory.DecimalDigitNumber && Rune.GetNumericValue(r) == 0
            )
            .ToList();
        Assert.True(zeros.Count > 60, $"{zeros.Count} scripts");
        foreach (var zero in zeros)
        {
            var text = string.Concat("09012345678".Select(c => new Rune(zero.Value + (c - '0')).ToString()));
            Assert.Equal("+819012345678", PhoneNumber.Parse(text, "JP").Value?.E164);
        }
    }

    [Fact]
    public void A_letter_anywhere_makes_it_no_number()
    {
        const string Text = "+81 90-1234-5678";
        foreach (var c in "xXaZｘé五ｱア#*,;~～!\"&%")
        {
            for (var at = 0; at <= Text.Length; at++)
                Assert.Equal(PhoneNumberProblem.NotANumber, PhoneNumber.Parse(Text.Insert(at, $"{c}"), "JP").Problem);
        }
    }

    private static string Escaped(StringBuilder text) =>
        string.Concat(text.ToString().Select(c => c is > ' ' and <= '~' ? $"{c}" : $"\\u{(int)c:X4}"));
}
