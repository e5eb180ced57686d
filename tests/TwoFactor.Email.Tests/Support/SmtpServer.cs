using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

/// <summary>
/// A mail server that the project did not write, on loopback: npm's <c>smtp-server</c>, as eng/test installs it. It says
/// what happens, and what <c>mailparser</c> reads in the messages that arrive. It ends with the test.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<JsonNode> _events = [];

    private SmtpServer(Process process) => _process = process;

    /// <summary>Whether it can be started. In CI it must be: then a test that needs it fails.</summary>
    public static bool IsExpected =>
        Directory.Exists(Path.Combine(Folder, "node_modules")) || Environment.GetEnvironmentVariable("CI") == "true";

    public const string Missing =
        "smtp-server is not installed. Run: npm ci --prefix eng/smtp-server, or run eng/test.";

    private static string Folder { get; } = FindFolder();

    public int Port { get; private set; }

    /// <summary>Starts the server with settings of <c>eng/smtp-server/serve.mjs</c>, as an anonymous type.</summary>
    public static async Task<SmtpServer> StartAsync(object? settings = null)
    {
        var all = JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject();
        all["certificate"] = MailCertificate.Pem;
        all["key"] = MailCertificate.KeyPem;
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "serve.mjs"), all.ToJsonString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var server = new SmtpServer(Process.Start(start)!);
        try
        {
            server.Port = (int)(await server.WaitForAsync("listening"))["port"]!;
            return server;
        }
        catch (InvalidOperationException)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the server has said that something happened.</summary>
    public async Task<JsonNode> WaitForAsync(string what)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _events.Add(JsonNode.Parse(line)!);
            if (NameOf(_events[^1]) == what)
                return _events[^1];
        }

        throw new InvalidOperationException($"The mail server ended. {Missing}");
    }

    /// <summary>Stops the server, and lists all that happened.</summary>
    public async Task<IReadOnlyList<JsonNode>> StopAsync()
    {
        _process.StandardInput.Close();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _events.Add(JsonNode.Parse(line)!);

        await _process.WaitForExitAsync();
        return _events;
    }

    /// <summary>The names of what happened after the start, in order.</summary>
    public async Task<string> StoryAsync() => string.Join(' ', (await StopAsync()).Skip(1).Select(NameOf));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string NameOf(JsonNode happened) => (string)happened["event"]!;

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TwoFactor.sln")))
            folder = folder.Parent;

        return Path.Combine(folder?.FullName ?? "", "eng", "smtp-server");
    }
}
