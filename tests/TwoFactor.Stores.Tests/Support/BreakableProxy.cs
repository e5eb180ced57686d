using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>
/// A wire to a server that breaks when a statement or its values pass: before it arrives, or when its answer is on the
/// way back.
/// </summary>
internal sealed class BreakableProxy : IDisposable
{
    private static readonly byte[] s_poolersError = Error(
        "SERROR\0VERROR\0C08006\0Mremote server read/write error\0\0"
    );

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly string[] _marks;

    /// <param name="target">The server's port.</param>
    /// <param name="marks">
    /// What a packet has one of that belongs to such a statement: of its text or its values.
    /// </param>
    public BreakableProxy(int target, params string[] marks)
    {
        (_target, _marks) = (target, marks);
        _listener.Start();
        _ = ServeAsync();
    }

    public enum Break
    {
        None,
        BeforeItArrives,
        OnTheWayBack,

        /// <summary>
        /// As a pooler does that lost its server: the answer is an error of the connection, of the severity of any
        /// other error.
        /// </summary>
        AnsweredByAPooler,
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What happens to the next statements of that kind, one after the other.</summary>
    public Queue<Break> Breaks { get; } = new();

    /// <summary>Runs when a statement was done and its answer is lost, before the wire breaks.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public int Broken { get; private set; }

    /// <summary>How often the client sent something: it waits for the answer each time.</summary>
    public int Sent { get; set; }

    /// <summary>What went wrong meanwhile.</summary>
    public Exception? Problem { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = CarryAsync(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var (left, right) = (client.GetStream(), server.GetStream());
            var (isAnswerLost, isPooler) = (false, false);
            await Task.WhenAny(ForthAsync(), BackAsync());

            async Task ForthAsync()
            {
                var buffer = new byte[65_536];
                while (await ReadAsync(left, buffer) is > 0 and var count)
                {
                    Sent++;
                    var text = Encoding.UTF8.GetString(buffer, 0, count);
                    if (
                        Array.Exists(_marks, m => text.Contains(m, StringComparison.Ordinal))
                        && Breaks.TryDequeue(out var next)
                    )
                    {
                        if (next == Break.BeforeItArrives)
                        {
                            Broken++;
                            return;
                        }

                        (isAnswerLost, isPooler) = (next != Break.None, next == Break.AnsweredByAPooler);
                    }

                    await right.WriteAsync(buffer.AsMemory(0, count));
                }
            }

            async Task BackAsync()
            {
                var buffer = new byte[65_536];
                while (await ReadAsync(right, buffer) is > 0 and var count)
                {
                    if (isAnswerLost)
                    {
                        Broken++;
                        try
                        {
                            if (Meanwhile is { } meanwhile)
                                await meanwhile();
                        }
                        catch (Exception e)
                        {
                            Problem = e;
                        }

                        if (isPooler)
                            await left.WriteAsync(s_poolersError);

                        return;
                    }

                    await left.WriteAsync(buffer.AsMemory(0, count));
                }
            }
        }
    }

    private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static byte[] Error(string fields)
    {
        var body = Encoding.ASCII.GetBytes(fields);
        var message = new byte[5 + body.Length];
        message[0] = (byte)'E';
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message, 5);
        return message;
    }
}
