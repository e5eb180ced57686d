using System.Buffers.Text;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

/// <summary><c>@simplewebauthn/server</c>, asked by a process of its own (docs/decisions/0085).</summary>
internal static class SecondOpinion
{
    /// <param name="key">The key that an assertion is judged by; null for a registration.</param>
    public static string Line(string answer, string origin, string relyingParty, byte[] challenge, KeyState? key)
    {
        var line = new JsonObject
        {
            ["response"] = JsonNode.Parse(answer),
            ["challenge"] = Base64Url.EncodeToString(challenge),
            ["origin"] = origin,
            ["relyingParty"] = relyingParty,
        };
        if (key is not null)
            line["key"] = new JsonObject
            {
                ["id"] = Base64Url.EncodeToString(key.Id),
                ["publicKey"] = Base64Url.EncodeToString(key.PublicKey),
                ["counter"] = key.Counter,
            };

        return line.ToJsonString();
    }

    /// <summary>What it says to each line: <c>accepted</c>, or why it refuses.</summary>
    public static string[] On(IEnumerable<string> lines)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TwoFactor.sln")))
            folder = Path.GetDirectoryName(folder.TrimEnd('/'))!;

        var oracle = Path.Combine(folder, "eng", "web-authn");
        if (!Directory.Exists(Path.Combine(oracle, "node_modules")))
            Assert.Skip(
                "@simplewebauthn/server is not installed. Run: npm ci --prefix eng/web-authn, or run eng/test."
            );

        string[] asked = [.. lines];
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, asked);
            var start = new ProcessStartInfo("node", [Path.Combine(oracle, "check.mjs"), file])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            Assert.Equal(asked.Length, said.Length);
            return said;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
