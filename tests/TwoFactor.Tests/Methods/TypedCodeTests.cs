using System.Globalization;
using System.Text;

namespace TwoFactor.Tests;

[Trait("Req", "R06")]
public sealed class TypedCodeTests
{
    private const long Step = 1111111109 / 30;

    private static readonly byte[] s_secret = "12345678901234567890"u8.ToArray();

    [Theory]
    [InlineData("081804")]
    [InlineData("081 804")]
    [InlineData("081-804")]
    [InlineData("0 8 1 8 0 4")]
    [InlineData(" 081804")]
    [InlineData("081804 ")]
    [InlineData("-081804-")]
    [InlineData("081804\n")]
    [InlineData("081804\r\n")]
    [InlineData("\t081\v804\f")]
    [InlineData("081\u00A0804")]
    [InlineData("081\u202F804")]
    [InlineData("081\u3000804")]
    [InlineData("081\u2028804\u2029")]
    [InlineData("\uFEFF081804")]
    [InlineData("081\u200B804")]
    [InlineData("081\u00AD804")]
    [InlineData("\u202D081804\u202C")]
    [InlineData("\u2066081804\u2069")]
    [InlineData("081\u0000804\u007F")]
    [InlineData("081\u2010804")]
    [InlineData("081\u2011804")]
    [InlineData("081\u2013804")]
    [InlineData("081\u2014804")]
    [InlineData("081\uFF0D804")]
    [InlineData("081\u30FC804")]
    [InlineData("081\uFF70804")]
    [InlineData("０８１８０４")]
    [InlineData("０８１　８０４")]
    [InlineData("٠٨١٨٠٤")]
    [InlineData("۰۸۱۸۰۴")]
    [InlineData("०८१८०४")]
    [InlineData("08１٨०4")]
    [InlineData("𝟎𝟖𝟏𝟖𝟎𝟒")]
    [InlineData("\U0001FBF0\U0001FBF8\U0001FBF1\U0001FBF8\U0001FBF0\U0001FBF4")]
    public void A_code_is_read_however_it_was_typed_or_pasted(string typed) => Assert.True(Matches(typed));

    [Theory]
    [InlineData("")]
    [InlineData("      ")]
    [InlineData("+81804")]
    [InlineData("+081804")]
    [InlineData("0x13F8C")]
    [InlineData("0x12")]
    [InlineData("81804")]
    [InlineData("08 18 0")]
    [InlineData("0818040")]
    [InlineData("0081804")]
    [InlineData("081.804")]
    [InlineData("081,804")]
    [InlineData("081'804")]
    [InlineData("081_804")]
    [InlineData("081804.")]
    [InlineData("O81804")]
    [InlineData("08l804")]
    [InlineData("Ｏ81804")]
    [InlineData("⁰⁸¹⁸⁰⁴")]
    [InlineData("⓪⑧①⑧⓪④")]
    [InlineData("〇八一八〇四")]
    [InlineData("0️⃣8️⃣1️⃣8️⃣0️⃣4️⃣")]
    [InlineData("\u2212081804")]
    [InlineData("code 081804")]
    [InlineData("{\"code\":\"081804\"}")]
    public void Digits_and_nothing_else_are_a_code(string typed) => Assert.False(Matches(typed));

    [Fact]
    public void Every_character_of_Unicode_is_read_by_its_class()
    {
        Span<char> pair = stackalloc char[2];
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
                continue;

            var text = new string(pair[..rune.EncodeToUtf16(pair)]);
            var category = CharUnicodeInfo.GetUnicodeCategory(value);
            var isDropped =
                category
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.DashPunctuation
                        or UnicodeCategory.SpaceSeparator
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                || value is 0x30FC or 0xFF70;
            var digit = CharUnicodeInfo.GetDecimalDigitValue(text, 0);
            Assert.Equal((digit >= 0, digit), (category == UnicodeCategory.DecimalDigitNumber, Math.Max(-1, digit)));
            Assert.Equal(isDropped ? "12" : null, Read($"1{text}2"));
            Assert.Equal(isDropped ? "12" : null, digit < 0 ? Read($"{text}12{text}") : null);
            Assert.Equal(
                digit >= 0 ? $"7{digit}"
                    : isDropped ? "7"
                    : null,
                Read($"7{text}")
            );
        }

        string? Read(string typed)
        {
            Span<char> digits = stackalloc char[2];
            var count = TypedCode.ReadDigits(typed, digits);
            return count < 0 || (count == 2 && typed.Length > 2 && digits[0] == '1' && digits[1] != '2')
                ? null
                : new string(digits[..count]);
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_code_wherever_it_stands()
    {
        for (var half = 0xD800; half <= 0xDFFF; half++)
        {
            for (var at = 0; at <= 6; at++)
                Assert.False(Matches("081804".Insert(at, ((char)half).ToString())));
        }
    }

    [Fact]
    public void A_text_that_is_too_long_is_no_code()
    {
        Assert.True(Matches("081804".PadLeft(TypedCode.MaxLength)));
        Assert.False(Matches("081804".PadLeft(TypedCode.MaxLength + 1)));
    }

    private static bool Matches(string typed) =>
        Otp.Totp.Match(s_secret, typed, Step, 0, TotpParameters.Default).IsMatch;
}
