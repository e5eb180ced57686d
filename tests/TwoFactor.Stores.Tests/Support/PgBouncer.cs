using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TwoFactor.Tests;

/// <summary>A pooler before a server, in a temporary folder, with few connections for all that come.</summary>
internal sealed class PgBouncer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgbouncer");
    private readonly Process _process;

    private PgBouncer(int server, string mode)
    {
        Port = FreePort();
        var settings = Path.Combine(_folder.FullName, "pgbouncer.ini");
        File.WriteAllText(
            settings,
            $"""
            [databases]
            * = host=127.0.0.1 port={server} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            default_pool_size = {(mode == "session" ? 40 : 3)}
            max_client_conn = 200
            """
        );
        File.SetUnixFileMode(
            _folder.FullName,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherExecute
        );

        // It refuses to run as root.
        string[] command =
            Environment.UserName == "root"
                ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", Program!, "-q", settings]
                : [Program!, "-q", settings];
        _process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = "/",
            }
        )!;
    }

    public static string? Program { get; } =
        new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer" }.FirstOrDefault(File.Exists);

    public static bool IsInstalled => Program is not null && Shared.PostgresServer.IsInstalled;

    public int Port { get; }

    public static async Task<PgBouncer> StartAsync(int server, string mode)
    {
        var bouncer = new PgBouncer(server, mode);
        for (var i = 0; i < 500; i++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, bouncer.Port);
                return bouncer;
            }
            catch (SocketException) when (!bouncer._process.HasExited)
            {
                await Task.Delay(20);
            }
        }

        throw new InvalidOperationException("The pooler did not start.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
