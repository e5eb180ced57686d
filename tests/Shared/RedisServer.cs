using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TwoFactor.Shared;

/// <summary>Debian's Redis on loopback, with its files in a folder of its own.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(params string[] arguments) => _arguments = arguments;

    /// <summary>Whether it can be started. In CI it must be: then a test that needs it fails.</summary>
    public static bool IsExpected => File.Exists(Program) || Environment.GetEnvironmentVariable("CI") == "true";

    public const string Missing = "Redis is not installed. Run: apt-get install redis-server, or run eng/test.";

    private const string Program = "/usr/bin/redis-server";

    public int Port { get; } = FreePort();

    /// <param name="isCluster">
    /// Whether it is a cluster of one node. It refuses commands on keys of several slots like one of many.
    /// </param>
    /// <param name="password">What clients must say; null for nothing.</param>
    public static async Task<RedisServer> StartAsync(bool isCluster = false, string? password = null)
    {
        var server = new RedisServer([
            .. isCluster ? (string[])["--cluster-enabled", "yes"] : [],
            .. password is null ? [] : (string[])["--requirepass", password],
        ]);
        await server.StartAgainAsync();
        if (isCluster)
        {
            await server.TellAsync("CLUSTER ADDSLOTSRANGE 0 16383");
            while (await server.TellAsync("CLUSTER INFO", lines: 2) != "cluster_state:ok")
                await Task.Delay(50);
        }

        return server;
    }

    /// <summary>Starts it on the same port with what it had written.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(
            new ProcessStartInfo(
                Program,
                [
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Port.ToString(CultureInfo.InvariantCulture),
                    "--dir",
                    _folder.FullName,
                    "--save",
                    "",
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "always",
                    .. _arguments,
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException(Missing);
    }

    /// <summary>Pulls the plug.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends a command and returns a line of the answer, the first if not told otherwise.</summary>
    public async Task<string> TellAsync(string command, int lines = 1)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(client.GetStream());
        await writer.WriteLineAsync(command);
        for (var i = 1; i < lines; i++)
            await reader.ReadLineAsync();

        return await reader.ReadLineAsync() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();

        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
