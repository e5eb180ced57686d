using System.Text.Json;
using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>A virtual authenticator of Chromium (DevTools protocol, domain WebAuthn).</summary>
internal sealed class VirtualKey(ICDPSession devTools, string id)
{
    public static async Task<VirtualKey> AddAsync(
        IPage page,
        string protocol,
        string transport,
        bool isResident,
        bool canVerify = true
    )
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
                    ["hasUserVerification"] = canVerify,
                    ["isUserVerified"] = canVerify,
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
    public async Task<int> CountAsync() => (await CredentialAsync()).GetProperty("signCount").GetInt32();

    /// <summary>The only credential with its private key and its counter: what a clone would have.</summary>
    public async Task<JsonElement> CredentialAsync()
    {
        var found = await devTools.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = id });
        return found!.Value.GetProperty("credentials")[0];
    }

    /// <summary>Puts a credential in the place of what the key has.</summary>
    public async Task HoldAsync(JsonElement credential)
    {
        await devTools.SendAsync("WebAuthn.clearCredentials", new() { ["authenticatorId"] = id });
        await devTools.SendAsync(
            "WebAuthn.addCredential",
            new() { ["authenticatorId"] = id, ["credential"] = credential }
        );
    }

    public Task RemoveAsync() =>
        devTools.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = id });
}
