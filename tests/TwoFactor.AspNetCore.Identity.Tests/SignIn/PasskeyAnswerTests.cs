using System.Buffers.Text;
using System.Text.Json;

namespace TwoFactor.Tests;

/// <summary>What an answer of a passkey says of its user; see <see cref="PasskeyAnswer"/>.</summary>
[Trait("Req", "R62")]
public sealed class PasskeyAnswerTests
{
    private static readonly string s_verified = Data(0x05);
    private static readonly string s_touched = Data(0x01);

    [Fact]
    public void The_flag_of_the_authenticator_is_read()
    {
        Assert.True(PasskeyAnswer.IsUserVerified(Answer($"\"authenticatorData\":\"{s_verified}\"")));
        Assert.False(PasskeyAnswer.IsUserVerified(Answer($"\"authenticatorData\":\"{s_touched}\"")));
    }

    [Theory]
    [InlineData("authenticatorData", "AuthenticatorData")]
    [InlineData("authenticatorData", "authenticatordata")]
    [InlineData("authenticatorData", "authenticatorData")]
    [InlineData("AUTHENTICATORDATA", "authenticatorData")]
    public void Data_that_stand_beside_the_signed_ones_verify_nobody(string shown, string real)
    {
        var answer = Answer($"\"{shown}\":\"{s_verified}\",\"{real}\":\"{s_touched}\"");

        // This is how ASP.NET Core Identity reads it: names in any case, the last one counts.
        var read = JsonSerializer.Deserialize<Credential>(answer, JsonSerializerOptions.Web);
        Assert.Equal(s_touched, read!.Response.AuthenticatorData);
        Assert.False(PasskeyAnswer.IsUserVerified(answer));
    }

    [Fact]
    public void A_second_response_verifies_nobody()
    {
        var answer = $$$"""
            {"response":{"authenticatorData":"{{{s_verified}}}"},"Response":{"authenticatorData":"{{{s_touched}}}"}}
            """;

        Assert.Equal(
            s_touched,
            JsonSerializer.Deserialize<Credential>(answer, JsonSerializerOptions.Web)!.Response.AuthenticatorData
        );
        Assert.False(PasskeyAnswer.IsUserVerified(answer));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"response":null}""")]
    [InlineData("""{"response":{"authenticatorData":7}}""")]
    [InlineData("""{"response":{"authenticatorData":"%%"}}""")]
    public void What_cannot_be_read_verifies_nobody(string? answer) =>
        Assert.False(PasskeyAnswer.IsUserVerified(answer));

    private static string Answer(string data) => $"{{\"id\":\"a\",\"response\":{{{data}}}}}";

    private static string Data(byte flags)
    {
        var data = new byte[37];
        data[32] = flags;
        return Base64Url.EncodeToString(data);
    }

    private sealed record Credential(Response Response);

    private sealed record Response(string AuthenticatorData);
}
