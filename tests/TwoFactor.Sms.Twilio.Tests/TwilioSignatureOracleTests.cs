using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Twilio.Security;

namespace TwoFactor.Tests;

/// <summary>The check of signatures against the validator of Twilio's own SDK.</summary>
public sealed class TwilioSignatureOracleTests
{
    private const int Comparisons = 5_000;
    private const int Seed = 20_261;
    private const string Token = "12345";

    private static readonly string[] s_hosts =
    [
        "mycompany.com",
        "sub.example.co.jp",
        "xn--bcher-kva.example",
        "192.0.2.1",
    ];
    private static readonly string[] s_paths = ["", "/", "/myapp.php", "/a%20b/c", "/%E3%81%82", "/a/../b", "/~x;y=1"];
    private static readonly string[] s_texts =
    [
        "",
        " ",
        "+819012345678",
        "a&b=c",
        "é",
        "あいう",
        "🔑",
        "  padded ",
        "%41",
        "a+b",
        "=",
        "O'Neil\r\n",
    ];

    [Fact]
    public void Five_thousand_forms_right_and_forged_are_judged_as_by_Twilios_own_validator()
    {
        var random = new Random(Seed);
        var (oracle, authentic) = (new RequestValidator(Token), 0);
        for (var i = 0; i < Comparisons; i++)
        {
            var url = DrawUrl(random);
            var query = Draw(random, "?ref=x", "?ref=x&a=%20b", "?ref=x&bodySHA256=00", "?ref=%E3%81%82+c");
            var fields = DrawFields(random);
            var signature = SignedBySomebody(random, Port(random, url), query, Text(fields));
            if (random.Next(4) == 0)
                fields["MessageStatus"] = "delivered";

            var isAuthentic = oracle.Validate(TwilioSignature.Spell(url) + query, fields, signature);
            var body = string.Join('&', Shuffled(random, fields).Select(f => $"{Escape(f.Key)}={Escape(f.Value)}"));
            Assert.Equal(isAuthentic, Read(url, query, signature, "application/x-www-form-urlencoded", body));
            authentic += isAuthentic ? 1 : 0;
        }

        Assert.InRange(authentic, Comparisons / 4, Comparisons * 3 / 4);
    }

    [Fact]
    public void Five_thousand_JSON_bodies_right_and_forged_are_judged_as_by_Twilios_own_validator()
    {
        var random = new Random(Seed);
        var (oracle, authentic) = (new RequestValidator(Token), 0);
        for (var i = 0; i < Comparisons; i++)
        {
            var url = DrawUrl(random);
            var body = $$"""{"MessageStatus":"{{random.Next()}}","Text":"あ é 🔑"}""";
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
            var query = Draw(random, $"?ref=x&bodySHA256={hash}", $"?bodySHA256={hash}&ref=x", "?ref=x");
            var signature = SignedBySomebody(random, Port(random, url), query, "");
            if (random.Next(4) == 0)
                body += " ";

            var isAuthentic = oracle.Validate(TwilioSignature.Spell(url) + query, body, signature);
            Assert.Equal(isAuthentic, Read(url, query, signature, "application/json", body));
            authentic += isAuthentic ? 1 : 0;
        }

        Assert.InRange(authentic, Comparisons / 8, Comparisons * 3 / 4);
    }

    /// <summary>
    /// The SDK for .NET joins the values of a name with commas. Twilio signs each distinct value after its name, in
    /// order, which its SDKs for other languages know: here ours is the one that is right.
    /// </summary>
    [Fact]
    public void Of_names_that_come_twice_the_values_are_signed_one_by_one_which_the_SDK_for_NET_does_not_know()
    {
        var url = new Uri("https://mycompany.com/myapp.php");
        var signature = Sign(Token, $"{url}?ref=xMediaUrlaMediaUrlb");
        var fields = new NameValueCollection { { "MediaUrl", "b" }, { "MediaUrl", "a" } };
        Assert.False(new RequestValidator(Token).Validate($"{url}?ref=x", fields, signature));
        const string Body = "MediaUrl=b&MediaUrl=a&MediaUrl=b";
        Assert.True(Read(url, "?ref=x", signature, "application/x-www-form-urlencoded", Body));
    }

    private static bool Read(Uri url, string query, string signature, string type, string body)
    {
        var options = new TwilioOptions { AuthToken = Token, ReceiptUrl = url };
        var callback = new DeliveryCallback
        {
            PathAndQuery = $"/behind/a/proxy{query}",
            Headers = new Dictionary<string, string> { ["X-Twilio-Signature"] = signature, ["Content-Type"] = type },
            Body = Encoding.UTF8.GetBytes(body),
        };
        return new TwilioSignature(Options.Create(options)).Read(callback) is not null;
    }

    private static Uri DrawUrl(Random random)
    {
        var port = Draw(random, "", "", ":443", ":80", ":8443");
        return new Uri($"{Draw(random, "https", "http")}://{Draw(random, s_hosts)}{port}{Draw(random, s_paths)}");
    }

    // Twilio signs the URL with its port, or without.
    private static string Port(Random random, Uri url)
    {
        var path = TwilioSignature.Spell(url)[url.GetLeftPart(UriPartial.Authority).Length..];
        var port = random.Next(2) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{url.Port}");
        return $"{url.Scheme}://{url.IdnHost}{port}{path}";
    }

    private static Dictionary<string, string> DrawFields(Random random)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["MessageStatus"] = "sent" };
        for (var i = random.Next(6); i > 0; i--)
            fields[Draw(random, "Body", "body", "To", "ToCity", "Größe", "名", "a b", "a&b")] = Draw(random, s_texts);

        return fields;
    }

    private static string SignedBySomebody(Random random, string url, string query, string fields) =>
        random.Next(8) switch
        {
            0 => Sign("another token", url + query + fields),
            1 => Sign(Token, url + fields),
            2 => Sign(Token, url + query + fields + " ") + Draw(random, "", "=", " "),
            _ => Sign(Token, url + query + fields),
        };

    private static string Text(Dictionary<string, string> fields) =>
        string.Concat(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Key + f.Value));

    private static KeyValuePair<string, string>[] Shuffled(Random random, Dictionary<string, string> fields)
    {
        var shuffled = fields.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

#pragma warning disable CA5350 // Twilio signs with HMAC-SHA-1.
    private static string Sign(string token, string text) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350

    private static string Escape(string text) => WebUtility.UrlEncode(text);

    private static T Draw<T>(Random random, params T[] from) => from[random.Next(from.Length)];
}
