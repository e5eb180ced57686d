using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace TwoFactor.Tests;

public sealed class Base32Tests
{
    [Theory]
    [Trait("Req", "R07")]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void The_vectors_of_RFC_4648_hold_without_padding(string text, string encoded) =>
        Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(text)));

    [Fact]
    [Trait("Req", "R07")]
    public void What_was_encoded_is_decoded_in_any_spelling() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonEmptyArray<byte>>(),
                bytes =>
                {
                    var text = Base32.Encode(bytes.Get);
                    var spelling = string.Join(' ', text.ToLowerInvariant().Chunk(4).Select(c => new string(c)));
                    var padded = text.PadRight((text.Length + 7) / 8 * 8, '=');
                    return Base32.TryDecode(text, out var plain, out _)
                        && plain.AsSpan().SequenceEqual(bytes.Get)
                        && Base32.TryDecode(spelling, out var spelt, out _)
                        && spelt.AsSpan().SequenceEqual(bytes.Get)
                        && Base32.TryDecode(padded, out var filled, out _)
                        && filled.AsSpan().SequenceEqual(bytes.Get);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [Trait("Req", "R07")]
    [InlineData("", "empty")]
    [InlineData("MZXW1", "position 5 is the digit 1")]
    [InlineData("MZ0W6", "position 3 is the digit 0")]
    [InlineData("MZ8W6", "position 3 is the digit 8")]
    [InlineData("MZXW6!", "position 6 (U+0021)")]
    [InlineData("MZX", "no whole number of bytes")]
    [InlineData("MZ=X", "position 4 follows the padding")]
    [InlineData("MZXW6===X", "position 9 follows the padding")]
    [InlineData("MZXW6=", "3 belong there")]
    [InlineData("MZ", "last Base32 character")]
    public void Bad_input_is_answered_with_what_is_wrong_and_where(string text, string expected)
    {
        Assert.False(Base32.TryDecode(text, out var bytes, out var error));
        Assert.Null(bytes);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
