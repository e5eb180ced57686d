using System.Net;
using System.Text.Json;

namespace TwoFactor.Sms.Twilio;

/// <summary>
/// An answer from Twilio: its status, and the JSON fields that this package uses, as far as they could be read.
/// </summary>
internal sealed class TwilioReply
{
    public required HttpStatusCode StatusCode { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The error code of a refusal: <c>code</c>, which Twilio writes as a number or as a string.</summary>
    public string? Code { get; private init; }

    public string? Sid { get; private init; }

    public string? Status { get; private init; }

    /// <summary><c>error_code</c> of a message that was accepted and has already failed.</summary>
    public string? ErrorCode { get; private init; }

    public string? LineType { get; private init; }

    public bool IsSuccess => (int)StatusCode is >= 200 and < 300;

    public override string ToString() => $"{(int)StatusCode} {Code}";

    /// <summary>Reads a body. If it is not a JSON object, all fields stay empty.</summary>
    public static TwilioReply Read(HttpStatusCode status, TimeSpan? retryAfter, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                return new TwilioReply
                {
                    StatusCode = status,
                    RetryAfter = retryAfter,
                    Code = Text(root, "code"),
                    Sid = Text(root, "sid"),
                    Status = Text(root, "status"),
                    ErrorCode = Text(root, "error_code"),
                    LineType =
                        root.TryGetProperty("line_type_intelligence", out var line)
                        && line.ValueKind == JsonValueKind.Object
                            ? Text(line, "type")
                            : null,
                };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON: fall through to the reply with the status only.
        }

        return new TwilioReply { StatusCode = status, RetryAfter = retryAfter };
    }

    // Only short words and numbers, which may appear in a log or a record.
    private static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
            return null;

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? text
            : null;
    }
}
