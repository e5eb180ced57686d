using System.Net;
using System.Net.Sockets;

namespace TwoFactor.Tests;

/// <summary>A server that hangs up rudely, after the request's head or after all of it.</summary>
internal sealed class ResetServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly bool _readsBody;
    private int _requests;

    public ResetServer(bool readsBody)
    {
        _readsBody = readsBody;
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Requests => _requests;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync();
            var seen = "";
            var buffer = new byte[_readsBody ? 4_096 : 1];
            while (!IsEnough(seen))
            {
                var read = await socket.ReceiveAsync(buffer);
                if (read == 0)
                    break;

                seen += System.Text.Encoding.ASCII.GetString(buffer, 0, read);
            }

            Interlocked.Increment(ref _requests);
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    private bool IsEnough(string seen) =>
        seen.Contains("\r\n\r\n", StringComparison.Ordinal)
        && (!_readsBody || seen.Contains("Attempt=1", StringComparison.Ordinal));
}
