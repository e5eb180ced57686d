using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace TwoFactor.WebAuthn;

/// <summary>
/// What the browser says of a ceremony (WebAuthn Level 3 §5.8.1). It is compared here, exactly: Fido2 takes an origin
/// with a path, a user name or upper case for the same.
/// </summary>
internal static class ClientData
{
    public const string Creation = "webauthn.create";
    public const string Request = "webauthn.get";

    /// <summary>What is wrong with it, in snake case for the trail; null if nothing is.</summary>
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
            // A value of another kind than it must have, or the whole is no object.
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
