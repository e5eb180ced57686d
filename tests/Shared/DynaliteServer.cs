using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace TwoFactor.Shared;

/// <summary>
/// An engine that speaks DynamoDB's protocol, on loopback and in memory: npm's dynalite, as eng/test installs it. It
/// has conditional writes of one item, and neither transactions nor TTL nor backups.
/// </summary>
internal sealed class DynaliteServer : IAsyncDisposable
{
    private readonly Process _process;

    private DynaliteServer(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>Whether it can be started. In CI it must be: then a test that needs it fails.</summary>
    public static bool IsExpected => File.Exists(Program) || Environment.GetEnvironmentVariable("CI") == "true";

    public const string Missing = "dynalite is not installed. Run: npm ci --prefix eng/dynalite, or run eng/test.";

    private static string Program { get; } = FindProgram();

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public static async Task<DynaliteServer> StartAsync()
    {
        var port = FreePort();
        var process = Process.Start(
            new ProcessStartInfo(
                "node",
                [
                    Program,
                    "--host",
                    "127.0.0.1",
                    "--port",
                    port.ToString(CultureInfo.InvariantCulture),
                    "--createTableMs",
                    "0",
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;

        // It says that it listens; if it says nothing, it has ended.
        if (await process.StandardOutput.ReadLineAsync() is not null)
            return new DynaliteServer(process, port);

        process.Dispose();
        throw new InvalidOperationException(Missing);
    }

    public AmazonDynamoDBClient NewClient(Action<AmazonDynamoDBConfig>? configure = null) => NewClient(Url, configure);

    /// <summary>A client as the store makes its own, with keys that the engine does not look at.</summary>
    public static AmazonDynamoDBClient NewClient(string url, Action<AmazonDynamoDBConfig>? configure = null)
    {
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = url,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(10),
        };
        configure?.Invoke(config);
        return new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), config);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string FindProgram()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TwoFactor.sln")))
            folder = folder.Parent;

        return Path.Combine(folder?.FullName ?? "", "eng", "dynalite", "node_modules", "dynalite", "cli.js");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
