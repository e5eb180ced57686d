using System.Buffers.Text;
using System.Text.Json;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>Reads of a passkey's answer whether its authenticator verified the user.</summary>
internal static class PasskeyAnswer
{
    // WebAuthn §6.1: 32 bytes of hash, then the flags; bit 2 is UV.
    private const int FlagsAt = 32;
    private const byte UserVerified = 0x04;

    /// <summary>
    /// What cannot be read did not verify anybody. Identity itself checks the signature over it. Identity reads names
    /// in any case and takes the last of equal ones, so an answer that has a name twice, in any case, counts as one
    /// that cannot be read: it could show other data here than those that are signed.
    /// </summary>
    public static bool IsUserVerified(string? credentialJson)
    {
        try
        {
            using var json = JsonDocument.Parse(credentialJson ?? "");
            var text = Only(Only(json.RootElement, "response"), "authenticatorData").GetString() ?? "";
            var data = Base64Url.DecodeFromChars(text);
            return data.Length > FlagsAt && (data[FlagsAt] & UserVerified) != 0;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonElement Only(JsonElement json, string name) =>
        json.EnumerateObject().Single(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
