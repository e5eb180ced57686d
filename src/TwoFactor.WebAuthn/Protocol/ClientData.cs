using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace TwoFactor.WebAuthn;

/// <summary>
/// The client data: what the browser reports of a ceremony (WebAuthn Level 3 §5.8.1). Origins are compared here,
/// exactly. Fido2 would also accept an origin with a path, a user name or upper case.
/// </summary>
internal static class ClientData
{
    public const string Creation = "webauthn.create";
    public const string Request = "webauthn.get";

    /// <summary>The problem, in snake case for the audit trail; null if there is none.</summary>
    public static string? Problem(byte[] json, string type, byte[] challenge, ICollection<string> origins)
    {
        try
        {
            using var data = JsonDocument.Parse(json);
            var root = data.RootElement;
            if (Text(root, "type") != type)
                return "type";

            if (!IsChallenge(Text(root, "challenge"), challenge))
                return "challenge";

            if (Text(root, "origin") is not { } origin || !origins.Contains(origin))
                return "origin";

            var isCrossOrigin =
                root.TryGetProperty("crossOrigin", out var cross) && cross.ValueKind == JsonValueKind.True;
            return isCrossOrigin || root.TryGetProperty("topOrigin", out _) ? "cross_origin" : null;
        }
        catch (JsonException)
        {
            return "client_data";
        }
        catch (InvalidOperationException)
        {
            // A value has the wrong kind, or the JSON is no object.
            return "client_data";
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsChallenge(string? text, byte[] challenge) =>
        text is not null
        && Base64Url.IsValid(text)
        && CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(text), challenge);
}
