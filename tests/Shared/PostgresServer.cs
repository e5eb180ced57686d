using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TwoFactor.Shared;

/// <summary>
/// A PostgreSQL server of one's own on loopback, in a temporary folder: started, killed, stopped, frozen and promoted
/// as a test likes.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _isLasting;

    private PostgresServer(string folder, int port, bool isLasting)
    {
        _folder = folder;
        Port = port;
        _isLasting = isLasting;
    }

    /// <summary>The folder of the newest server programs; null if there is none on this machine.</summary>
    public static string? Programs { get; } = FindPrograms();

    public static bool IsInstalled => Programs is not null;

    public int Port { get; }

    public string Data => Path.Combine(_folder, "data");

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Database=postgres;Username=postgres";

    public int ProcessId =>
        int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <param name="isLasting">
    /// Whether commits wait for the disk, as they do by default; tests that kill nothing need not wait.
    /// </param>
    /// <param name="settings">Further lines for postgresql.conf.</param>
    /// <param name="within">A folder to lie in, e.g. a small disk; null for the temporary one.</param>
    public static async Task<PostgresServer> StartAsync(
        bool isLasting = false,
        string settings = "",
        string? within = null
    )
    {
        var server = new PostgresServer(NewFolder(within), FreePort(), isLasting);
        await server.RunAsync(
            "initdb",
            "-D",
            server.Data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync"
        );
        await File.AppendAllTextAsync(Path.Combine(server.Data, "postgresql.conf"), server.Settings() + settings);
        await server.ResumeAsync();
        return server;
    }

    /// <summary>A replica that every commit of the other server waits for.</summary>
    public async Task<PostgresServer> StartReplicaAsync()
    {
        var replica = new PostgresServer(NewFolder(null), FreePort(), _isLasting);
        await replica.RunAsync(
            "pg_basebackup",
            "-D",
            replica.Data,
            "-h",
            "127.0.0.1",
            "-p",
            Text(Port),
            "-U",
            "postgres",
            "-R",
            "-c",
            "fast",
            "--no-sync"
        );
        await File.AppendAllTextAsync(
            Path.Combine(replica.Data, "postgresql.conf"),
            replica.Settings() + "synchronous_standby_names = ''\n"
        );
        await replica.ResumeAsync();
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), "synchronous_standby_names = '*'\n");
        await RunAsync("pg_ctl", "reload", "-D", Data);
        return replica;
    }

    public Task ResumeAsync() =>
        RunAsync("pg_ctl", "start", "-w", "-s", "-D", Data, "-l", Path.Combine(_folder, "log"));

    public Task PromoteAsync() => RunAsync("pg_ctl", "promote", "-w", "-s", "-D", Data);

    /// <summary>
    /// kill -9 of the server and all its processes, as when the machine loses power, but for the disk's cache.
    /// </summary>
    public async Task KillAsync()
    {
        var id = ProcessId;
        Send("-KILL", [.. Children(id).Prepend(id)]);
        while (Directory.Exists($"/proc/{id}") && !IsZombie(id))
            await Task.Delay(10);

        // Where nobody collects the dead, the next start would take them for alive.
        File.Delete(Path.Combine(Data, "postmaster.pid"));
    }

    public void Freeze()
    {
        var id = ProcessId;
        Send("-STOP", [.. Children(id).Prepend(id)]);
    }

    public void Thaw()
    {
        var id = ProcessId;
        Send("-CONT", [.. Children(id).Prepend(id)]);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("pg_ctl", "stop", "-m", "immediate", "-s", "-D", Data);
        }
        catch (InvalidOperationException)
        {
            // It was killed, or never came up.
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Settings() =>
        $"""

            listen_addresses = '127.0.0.1'
            port = {Port}
            unix_socket_directories = ''
            max_connections = 500
            {(_isLasting ? "" : "fsync = off\nfull_page_writes = off\n")}
            """;

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var candidates = Directory.Exists(Debian)
            ? Directory
                .GetDirectories(Debian)
                .OrderByDescending(d =>
                    int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var version) ? version : 0
                )
                .Select(d => Path.Combine(d, "bin"))
            : [];
        return candidates
            .Concat(Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [])
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")));
    }

    private static string NewFolder(string? within)
    {
        var folder = within is null
            ? Directory.CreateTempSubdirectory("pg").FullName
            : Directory.CreateDirectory(Path.Combine(within, "pg")).FullName;
        if (Environment.UserName == "root")
            Start("chown", ["postgres", folder]).WaitForExit();

        return folder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The server refuses to run as root.
    private async Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        using var process =
            Environment.UserName == "root"
                ? Start("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
                : Start(path, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}. {await LastLinesAsync()}");
    }

    private async Task<string> LastLinesAsync()
    {
        var log = Path.Combine(_folder, "log");
        return File.Exists(log) ? string.Join('\n', (await File.ReadAllLinesAsync(log)).TakeLast(5)) : "";
    }

    // Not redirected: a server that goes on would hold the pipe open.
    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
            start.ArgumentList.Add(argument);

        return Process.Start(start)!;
    }

    private static void Send(string signal, IEnumerable<int> processes)
    {
        using var kill = Process.Start(
            "/bin/sh",
            ["-c", "kill \"$@\" 2>/dev/null", "sh", signal, .. processes.Select(Text)]
        );
        kill.WaitForExit();
    }

    private static IEnumerable<int> Children(int id) =>
        Directory
            .GetDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(p => p > 0 && ParentOf(p) == id);

    private static int ParentOf(int id) => Stat(id) is { } stat ? int.Parse(stat[1], CultureInfo.InvariantCulture) : 0;

    private static bool IsZombie(int id) => Stat(id) is not { } stat || stat[0] == "Z";

    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
