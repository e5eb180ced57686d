using System.Text.Json;
using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>A virtual authenticator of Chromium (DevTools protocol, domain WebAuthn).</summary>
internal sealed class VirtualKey(ICDPSession devTools, string id)
{
    public static async Task<VirtualKey> AddAsync(IPage page, string protocol, string transport, bool isResident)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        var added = await devTools.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["protocol"] = protocol,
                    ["transport"] = transport,
                    ["hasResidentKey"] = isResident,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new(devTools, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    public Task SetVerifiedAsync(bool isVerified) =>
        devTools.SendAsync(
            "WebAuthn.setUserVerified",
            new() { ["authenticatorId"] = id, ["isUserVerified"] = isVerified }
        );

    /// <summary>The signature counter of the only credential.</summary>
    public async Task<int> CountAsync()
    {
        var found = await devTools.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = id });
        JsonElement credential = found!.Value.GetProperty("credentials")[0];
        return credential.GetProperty("signCount").GetInt32();
    }
}
