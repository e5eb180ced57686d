using System.Text.Json;

namespace TwoFactor.AspNetCore;

/// <summary>What the client of an exchange such as WebAuthn needs, as a JSON value within an answer.</summary>
internal static class ClientOptions
{
    public static JsonElement? Read(string? options)
    {
        if (options is null)
            return null;

        using var document = JsonDocument.Parse(options);
        return document.RootElement.Clone();
    }
}
