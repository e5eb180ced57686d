using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TwoFactor.Bench.Web;

/// <summary>
/// A client of HTTP/1.1 that is nothing but a socket and blocks its thread: it stands for a browser on another machine,
/// so it should take as little as can be of the processors that the server runs on.
/// </summary>
internal sealed class BareClient : IDisposable
{
    private const string End = "\r\n\r\n";

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly string _host;

    public BareClient(Uri url)
    {
        _host = url.Authority;
        _socket.Connect(new IPEndPoint(IPAddress.Parse(url.Host), url.Port));
    }

    /// <summary>Asks, and waits for the whole answer.</summary>
    /// <param name="what">The method and the path.</param>
    /// <param name="cookies">The header Cookie; may be empty.</param>
    /// <param name="body">The body in JSON, or null. It has its length, as browsers send it.</param>
    public string Ask(string what, string cookies, string? body)
    {
        var request = new StringBuilder($"{what} HTTP/1.1\r\nHost: {_host}\r\n");
        if (cookies.Length > 0)
            request.Append(CultureInfo.InvariantCulture, $"Cookie: {cookies}\r\n");

        if (body is not null)
            request.Append(
                CultureInfo.InvariantCulture,
                $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n"
            );

        _socket.Send(Encoding.ASCII.GetBytes(request.Append("\r\n").Append(body).ToString()));
        var answer = "";
        var count = 0;
        while (!IsWhole(answer))
        {
            var received = _socket.Receive(_buffer.AsSpan(count));
            if (received == 0)
                throw new InvalidOperationException($"The server closed the connection after: {answer}");

            count += received;
            answer = Encoding.ASCII.GetString(_buffer, 0, count);
        }

        return answer;
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(string answer)
    {
        var head = answer.IndexOf(End, StringComparison.Ordinal);
        if (head < 0)
            return false;

        const string Length = "\r\nContent-Length: ";
        var body = head + End.Length;
        var length = answer.IndexOf(Length, 0, head, StringComparison.Ordinal);
        if (length < 0)
            return !answer.AsSpan(0, head).Contains("\r\nTransfer-Encoding: chunked", StringComparison.Ordinal)
                || answer.EndsWith($"0{End}", StringComparison.Ordinal);

        var digits = answer.AsSpan(length + Length.Length);
        return answer.Length - body
            >= int.Parse(digits[..digits.IndexOf('\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
