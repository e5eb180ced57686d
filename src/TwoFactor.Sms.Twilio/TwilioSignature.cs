using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms.Twilio;

/// <summary>
/// Checks <c>X-Twilio-Signature</c> (https://www.twilio.com/docs/usage/security): an HMAC-SHA1 over the public URL and,
/// for forms, all fields in ordinal order of their names. For a JSON body only the URL is signed; it contains the
/// body's hash.
/// </summary>
internal sealed class TwilioSignature(IOptions<TwilioOptions> options)
{
    private const int MaxBody = 64 * 1024;
    private const string HashParameter = "bodySHA256=";

    private readonly TwilioOptions _options = options.Value;

    /// <summary>The fields of a callback; null if its signature is wrong.</summary>
    public IReadOnlyDictionary<string, string>? Read(DeliveryCallback callback)
    {
        if (
            _options.ReceiptUrl is not { } url
            || callback.Body.Length > MaxBody
            || Header(callback, "X-Twilio-Signature") is not { } signature
        )
            return null;

        // Proxies may change scheme, host and path. The query arrives as Twilio wrote it.
        var at = callback.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var query = at < 0 ? "" : callback.PathAndQuery[at..];
        var isJson =
            Header(callback, "Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            is true;
        if (isJson && !IsHashOf(callback.Body.Span, query))
            return null;

        var form = isJson ? [] : ReadForm(callback.Body);
        var signedFields = Concatenate(form);
        return
            Spellings(url).Any(u => IsSigned($"{u}{query}{signedFields}", signature))
            && (isJson ? ReadJson(callback.Body) : form) is { } fields
            ? fields
                .GroupBy(f => f.Key, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal)
            : null;
    }

    /// <summary>The signature of a text under one token.</summary>
    [SuppressMessage(
        "Security",
        "CA5350",
        Justification = "Twilio signs with HMAC-SHA1; the attacks on SHA-1 do not reach the HMAC."
    )]
    public static byte[] Sign(string token, string text) =>
        HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// The receipt URL as it is given to Twilio, and as Twilio signs it: an internationalised host name in its ASCII
    /// form.
    /// </summary>
    public static string Spell(Uri url) => Spellings(url)[0];

    private bool IsSigned(string text, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA1.HashSizeInBytes];
        if (!Convert.TryFromBase64String(signature, given, out var written) || written != given.Length)
            return false;

        var isSigned = false;
        foreach (var token in _options.SigningTokens)
            isSigned |= CryptographicOperations.FixedTimeEquals(given, Sign(token, text));

        return isSigned;
    }

    // Twilio sometimes includes the default port, and sometimes omits it.
    private static string[] Spellings(Uri url)
    {
        var path = url.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped);
        var bare = $"{url.Scheme}://{url.IdnHost}";
        return url.IsDefaultPort
            ? [$"{bare}{path}", $"{bare}:{url.Port}{path}"]
            : [$"{bare}:{url.Port}{path}", $"{bare}{path}"];
    }

    // Every field is signed as received, known or not. If a name occurs several times, its distinct values follow in
    // order.
    private static string Concatenate(List<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder();
        foreach (
            var name in fields.GroupBy(f => f.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            foreach (
                var value in name.Select(f => f.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            )
                text.Append(name.Key).Append(value);
        }

        return text.ToString();
    }

    private static bool IsHashOf(ReadOnlySpan<byte> body, string query)
    {
        var at = query.IndexOf(HashParameter, StringComparison.Ordinal);
        if (at < 1 || query[at - 1] is not ('?' or '&'))
            return false;

        var hex = query.AsSpan(at + HashParameter.Length);
        var end = hex.IndexOf('&');
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(end < 0 ? hex : hex[..end], given, out _, out var written) == OperationStatus.Done
            && written == given.Length
            && CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(body));
    }

    private static List<KeyValuePair<string, string>> ReadForm(ReadOnlyMemory<byte> body)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var pair in Encoding.UTF8.GetString(body.Span).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            fields.Add(new(WebUtility.UrlDecode(name), WebUtility.UrlDecode(value)));
        }

        return fields;
    }

    private static List<KeyValuePair<string, string>>? ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                ?
                [
                    .. json
                        .RootElement.EnumerateObject()
                        .Select(p => new KeyValuePair<string, string>(p.Name, p.Value.ToString())),
                ]
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Header(DeliveryCallback callback, string name)
    {
        foreach (var (key, value) in callback.Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }
}
