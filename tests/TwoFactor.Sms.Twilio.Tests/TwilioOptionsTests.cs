using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

public sealed class TwilioOptionsTests
{
    [Theory]
    [InlineData(null, null, "https://api.twilio.com/")]
    [InlineData("us1", null, "https://api.us1.twilio.com/")]
    [InlineData("ie1", "dublin", "https://api.dublin.ie1.twilio.com/")]
    [InlineData("au1", "sydney", "https://api.sydney.au1.twilio.com/")]
    [InlineData(null, "tokyo", "https://api.tokyo.us1.twilio.com/")]
    public void Regions_and_edges_make_the_host(string? region, string? edge, string url)
    {
        var options = Good(o => (o.Region, o.Edge) = (region, edge));
        Assert.Empty(Problems(options));
        Assert.Equal(url, options.ApiUrl.AbsoluteUri);
    }

    public static TheoryData<string, Action<TwilioOptions>> Bad =>
        new()
        {
            { "AccountSid", o => o.AccountSid = "" },
            { "AccountSid", o => o.AccountSid = "SK0123456789abcdef0123456789abcdef" },
            { "AccountSid", o => o.AccountSid = "AC0123456789abcdef0123456789abcde" },
            { "AccountSid", o => o.AccountSid = "AC0123456789abcdef0123456789abcdeX" },
            { "no credentials", o => o.AuthToken = null },
            { "AuthToken", o => o.AuthToken = "secret-but-short" + (char)0x20 },
            { "AuthToken", o => o.AuthToken = "with-a-newline\n" },
            { "half of an API key", o => o.ApiKeySid = "SK0123456789abcdef0123456789abcdef" },
            { "half of an API key", o => o.ApiKeySecret = TwilioHost.KeySecret },
            { "ApiKeySid", o => (o.ApiKeySid, o.ApiKeySecret) = (FakeTwilio.Account, TwilioHost.KeySecret) },
            { "sender", o => o.From = null },
            { "sender", o => o.MessagingServiceSid = "MG0123456789abcdef0123456789abcdef" },
            { "MessagingServiceSid", o => (o.From, o.MessagingServiceSid) = (null, "MG") },
            { "From", o => o.From = "+1 202 555" },
            { "From", o => o.From = "a name that is too long" },
            { "dublin", o => o.Region = "ie1" },
            { "sydney", o => (o.Region, o.Edge) = ("au1", "dublin") },
            { "Region", o => o.Region = "eu1" },
            { "Edge", o => o.Edge = "dublin.evil.example" },
            { "BaseUrl", o => o.BaseUrl = new Uri("http://example.com") },
            { "BaseUrl", o => o.BaseUrl = new Uri("https://user:password@example.com") },
            { "ReceiptUrl", o => o.ReceiptUrl = new Uri("https://example.com/?x=1") },
            {
                "ReceiptUrl needs",
                o =>
                    (o.ReceiptUrl, o.AuthToken, o.ApiKeySid, o.ApiKeySecret) = (
                        new Uri("https://example.com/"),
                        null,
                        "SK0123456789abcdef0123456789abcdef",
                        TwilioHost.KeySecret
                    )
            },
            { "BaseUrl", o => o.BaseUrl = new Uri("https://example.com/twilio?x=1") },
            { "From", o => o.From = "12 34" },
            { "From", o => o.From = "-----" },
            { "voip", o => o.VetoedLineTypes = ["voip"] },
            { "ContentSid", o => o.ContentSid = "H" },
            { "VerifyServiceSid", o => o.VerifyServiceSid = "VA" },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_wrong_is_named_with_the_remedy_and_without_the_secret(string name, Action<TwilioOptions> spoil)
    {
        var options = Good(spoil);
        var problem = Assert.Single(Problems(options));
        Assert.Contains(name, problem, StringComparison.Ordinal);
        foreach (var secret in new[] { options.AuthToken, options.ApiKeySecret }.OfType<string>())
            Assert.DoesNotContain(secret, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_configuration_file_leaves_empty_is_not_set()
    {
        var options = Good(o =>
            (
                o.AuthToken,
                o.ApiKeySid,
                o.ApiKeySecret,
                o.Region,
                o.Edge,
                o.MessagingServiceSid,
                o.ContentSid,
                o.VerifyServiceSid
            ) = ("", "SK0123456789abcdef0123456789abcdef", TwilioHost.KeySecret, "", "", "", "", "")
        );
        Assert.Empty(Problems(options));
        Assert.Equal("https://api.twilio.com/", options.ApiUrl.AbsoluteUri);
    }

    [Fact]
    public async Task A_host_without_a_sender_is_told_before_anything_is_sent()
    {
        await using var host = TwilioHost.Create(null, o => o.From = null);
        var e = Assert.Throws<OptionsValidationException>(() => host.Enrollment);
        Assert.Contains("TwoFactor:Twilio needs a sender", e.Message, StringComparison.Ordinal);
    }

    private static TwilioOptions Good(Action<TwilioOptions> change)
    {
        var options = new TwilioOptions
        {
            AccountSid = FakeTwilio.Account,
            AuthToken = TwilioHost.Token,
            From = "+12025550123",
        };
        change(options);
        return options;
    }

    private static IEnumerable<string> Problems(TwilioOptions options) =>
        (new TwilioOptionsValidator().Validate(null, options).Failures ?? []).Concat(
            new TwilioSenderValidator().Validate(null, options).Failures ?? []
        );
}
