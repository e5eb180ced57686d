using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

public sealed class TwilioReceiptTests
{
    private const string Url = "https://mycompany.com/myapp.php";
    private const string Sid = "SM0123456789abcdef0123456789abcdef";

    // The example of Twilio's documentation (https://www.twilio.com/docs/usage/security).
    [Fact]
    public void The_documented_signature_is_computed()
    {
        const string Signed =
            "https://mycompany.com/myapp.php?foo=1&bar=2CallSidCA1234567890ABCDECaller+14158675309Digits1234From+14158675309To+18005551212";
        Assert.Equal("RSOYDt4T1cUTdK1PDd93/VVr8B8=", Convert.ToBase64String(TwilioSignature.Sign("12345", Signed)));
        var callback = Form(
            "?foo=1&bar=2",
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
            ("CallSid", "CA1234567890ABCDE"),
            ("To", "+18005551212"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("Caller", "+14158675309")
        );
        Assert.Equal("1234", Reader("12345").Read(callback)!["Digits"]);
        Assert.Null(Reader("12346").Read(callback));
    }

    [Fact]
    public void A_json_body_is_signed_by_its_hash_in_the_url()
    {
        var body = Encoding.UTF8.GetBytes("""{"MessageSid":"SM","MessageStatus":"sent"}""");
        var query = $"?ref=x&bodySHA256={Convert.ToHexStringLower(SHA256.HashData(body))}";
        var signature = Convert.ToBase64String(TwilioSignature.Sign("12345", Url + query));
        Assert.Equal("sent", Reader("12345").Read(Json(query, signature, body))!["MessageStatus"]);
        Assert.Null(Reader("12345").Read(Json(query, signature, [.. body, (byte)' '])));
        Assert.Null(
            Reader("12345")
                .Read(Json("?ref=x", Convert.ToBase64String(TwilioSignature.Sign("12345", $"{Url}?ref=x")), body))
        );
        Assert.Null(Reader("12345").Read(Json(query, "", body)));
    }

    [Theory]
    [InlineData("application/json", """{"a":"\ud800"}""")]
    [InlineData("application/json", """{"\ud800":1}""")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "[")]
    [InlineData("application/x-www-form-urlencoded", "%zz=%&&==&a")]
    [InlineData("", "\u0000")]
    public async Task Whatever_anybody_posts_is_refused_without_a_word(string type, string body)
    {
        await using var host = TwilioHost.Create(null, o => o.ReceiptUrl = new Uri(Url));
        foreach (
            var query in new[]
            {
                "",
                "?",
                "?bodySHA256=",
                "?bodySHA256=zz",
                $"?bodySHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}",
            }
        )
        {
            foreach (
                var signature in new[]
                {
                    "",
                    "x",
                    "AAAA",
                    Convert.ToBase64String(new byte[20]),
                    Convert.ToBase64String(TwilioSignature.Sign(TwilioHost.Token, Url + query)),
                }
            )
            {
                var callback = new DeliveryCallback
                {
                    PathAndQuery = $"/{query}",
                    Headers = new Dictionary<string, string>
                    {
                        ["X-Twilio-Signature"] = signature,
                        ["Content-Type"] = type,
                    },
                    Body = Encoding.UTF8.GetBytes(body),
                };
                Assert.Equal(DeliveryReceiptOutcome.Refused, await host.Receipts.ReceiveAsync("twilio", callback));
            }
        }
    }

    [Fact]
    public void A_host_in_another_script_is_spelt_to_twilio_as_it_is_checked()
    {
        var url = new Uri("https://bücher.example/r");
        Assert.Equal("https://xn--bcher-kva.example/r", TwilioSignature.Spell(url));
        var reader = new TwilioSignature(Options.Create(new TwilioOptions { AuthToken = "12345", ReceiptUrl = url }));
        Assert.NotNull(reader.Read(Signed("12345", TwilioSignature.Spell(url), "?ref=x", ("MessageStatus", "sent"))));
    }

    [Fact]
    public void Any_token_of_a_rotation_signs_and_no_other()
    {
        foreach (var token in new[] { "12345", "the-next" })
            Assert.NotNull(Reader("12345", "the-next").Read(Signed(token, Url, "?ref=x", ("MessageStatus", "sent"))));

        Assert.Null(
            Reader("12345", "the-next").Read(Signed("the-one-before", Url, "?ref=x", ("MessageStatus", "sent")))
        );
        Assert.Null(Reader("", "").Read(Signed("", Url, "?ref=x", ("MessageStatus", "sent"))));
    }

    [Theory]
    [InlineData("https://mycompany.com/myapp.php", "https://mycompany.com:443/myapp.php", true)]
    [InlineData("https://mycompany.com:443/myapp.php", "https://mycompany.com/myapp.php", true)]
    [InlineData("https://mycompany.com:8443/myapp.php", "https://mycompany.com:8443/myapp.php", true)]
    [InlineData("https://mycompany.com:8443/myapp.php", "https://mycompany.com/myapp.php", true)]
    [InlineData("http://mycompany.com/myapp.php", "http://mycompany.com:80/myapp.php", true)]
    [InlineData("https://mycompany.com/myapp.php", "http://mycompany.com/myapp.php", false)]
    [InlineData("https://mycompany.com/myapp.php", "https://evil.example/myapp.php", false)]
    [InlineData("https://mycompany.com/myapp.php", "https://mycompany.com:8443/myapp.php", false)]
    public void The_url_is_the_configured_one_with_and_without_its_port(
        string configured,
        string signedUrl,
        bool isAuthentic
    )
    {
        var reader = new TwilioSignature(
            Options.Create(new TwilioOptions { AuthToken = "12345", ReceiptUrl = new Uri(configured) })
        );
        Assert.Equal(
            isAuthentic,
            reader.Read(Signed("12345", signedUrl, "?ref=x", ("MessageStatus", "sent"))) is not null
        );
    }

    [Fact]
    public void Fields_are_signed_whole_in_order_and_distinct()
    {
        // Unknown ones too, values untrimmed, repeated names with their distinct values sorted.
        var callback = Form(
            "?ref=x",
            Convert.ToBase64String(TwilioSignature.Sign("12345", $"{Url}?ref=xA10A2B  padded Czé")),
            ("B", "  padded "),
            ("A", "2"),
            ("A", "10"),
            ("A", "2"),
            ("Cz", "é")
        );
        Assert.NotNull(Reader("12345").Read(callback));
        var trimmed = Form(
            "?ref=x",
            Convert.ToBase64String(TwilioSignature.Sign("12345", $"{Url}?ref=xBpadded")),
            ("B", "  padded ")
        );
        Assert.Null(Reader("12345").Read(trimmed));
    }

    [Fact]
    public async Task An_altered_a_foreign_and_a_repeated_receipt_do_nothing()
    {
        await using var fake = await FakeTwilio.StartAsync();
        await using var host = TwilioHost.Create(fake.Url, o => o.ReceiptUrl = new Uri(Url));
        fake.Answer = c => FakeTwilio.ReplyAsync(c, 201, $$"""{"sid":"{{Sid}}","status":"queued"}""");
        await host.EnrollAsync();
        var query = new Uri(fake.Requests.Single().Form["StatusCallback"]).Query;
        Assert.DoesNotContain("alice", query, StringComparison.Ordinal);
        var delivered = Signed(
            TwilioHost.Token,
            Url,
            query,
            ("MessageSid", Sid),
            ("MessageStatus", "delivered"),
            ("AccountSid", FakeTwilio.Account)
        );
        var altered = new DeliveryCallback
        {
            PathAndQuery = delivered.PathAndQuery,
            Headers = delivered.Headers,
            Body = Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(delivered.Body.Span).Replace("delivered", "failed", StringComparison.Ordinal)
            ),
        };
        var otherQuery = new DeliveryCallback
        {
            PathAndQuery = delivered.PathAndQuery + "&x=1",
            Headers = delivered.Headers,
            Body = delivered.Body,
        };
        DeliveryCallback[] refused =
        [
            altered,
            otherQuery,
            Signed("the-wrong-token-of-somebody-else", Url, query, ("MessageSid", Sid), ("MessageStatus", "delivered")),
            Signed(
                TwilioHost.Token,
                Url,
                query,
                ("MessageSid", Sid),
                ("MessageStatus", "delivered"),
                ("AccountSid", "AC00000000000000000000000000000000")
            ),
            Signed(TwilioHost.Token, Url, "?ref=forged", ("MessageSid", Sid), ("MessageStatus", "delivered")),
            Signed(TwilioHost.Token, Url, "", ("MessageSid", Sid), ("MessageStatus", "delivered")),
            Signed(TwilioHost.Token, Url, query, ("MessageSid", "SM"), ("MessageStatus", "delivered")),
        ];
        foreach (var callback in refused)
            Assert.Equal(DeliveryReceiptOutcome.Refused, await host.Receipts.ReceiveAsync("twilio", callback));

        Assert.Equal(
            DeliveryReceiptOutcome.Recorded,
            await host.Receipts.ReceiveAsync(
                "twilio",
                Signed(TwilioHost.Token, Url, query, ("MessageSid", Sid), ("MessageStatus", "sent"))
            )
        );
        Assert.Equal(DeliveryReceiptOutcome.Recorded, await host.Receipts.ReceiveAsync("twilio", delivered));
        Assert.Equal(DeliveryReceiptOutcome.Ignored, await host.Receipts.ReceiveAsync("twilio", delivered));
        Assert.Equal(
            DeliveryReceiptOutcome.Ignored,
            await host.Receipts.ReceiveAsync(
                "twilio",
                Signed(TwilioHost.Token, Url, query, ("MessageSid", Sid), ("MessageStatus", "failed"))
            )
        );
    }

    [Theory]
    [InlineData("30003", SmsFailure.Transient)]
    [InlineData("30005", SmsFailure.Recipient)]
    [InlineData("30006", SmsFailure.Recipient)]
    [InlineData("30007", SmsFailure.Policy)]
    [InlineData("30034", SmsFailure.Configuration)]
    [InlineData("12345", SmsFailure.Transient)]
    [InlineData(null, SmsFailure.Transient)]
    public void An_undelivered_message_has_the_class_of_its_code(string? code, SmsFailure failure)
    {
        var form = new Dictionary<string, string> { ["MessageSid"] = Sid, ["MessageStatus"] = "undelivered" };
        if (code is not null)
            form["ErrorCode"] = code;

        var receipt = TwilioReceipts.Read(form, "/x?ref=abc", FakeTwilio.Account)!;
        Assert.Equal(
            (DeliveryState.Undelivered, failure.ToCode(), "abc"),
            (receipt.State, receipt.Failure, receipt.Reference)
        );
    }

    private static TwilioSignature Reader(string token, params string[] further) =>
        new(
            Options.Create(
                new TwilioOptions
                {
                    AuthToken = token,
                    FurtherAuthTokens = [.. further],
                    ReceiptUrl = new Uri(Url),
                }
            )
        );

    private static DeliveryCallback Signed(
        string token,
        string url,
        string query,
        params (string Name, string Value)[] fields
    )
    {
        var text =
            url
            + query
            + string.Concat(fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => f.Name + f.Value));
        return Form(query, Convert.ToBase64String(TwilioSignature.Sign(token, text)), fields);
    }

    private static DeliveryCallback Form(string query, string signature, params (string Name, string Value)[] fields) =>
        new()
        {
            PathAndQuery = $"/behind/a/proxy{query}",
            Headers = new Dictionary<string, string>
            {
                ["x-twilio-signature"] = signature,
                ["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8",
            },
            Body = Encoding.UTF8.GetBytes(
                string.Join('&', fields.Select(f => $"{WebUtility.UrlEncode(f.Name)}={WebUtility.UrlEncode(f.Value)}"))
            ),
        };

    private static DeliveryCallback Json(string query, string signature, byte[] body) =>
        new()
        {
            PathAndQuery = $"/myapp.php{query}",
            Headers = new Dictionary<string, string>
            {
                ["X-Twilio-Signature"] = signature,
                ["content-type"] = "application/json",
            },
            Body = body,
        };
}
