using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>
/// A mail server on loopback that does as it is told: it refuses a command, breaks off, hangs, or takes the message. It
/// speaks STARTTLS and implicit TLS with a certificate of its own.
/// </summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public MailServer()
    {
        _listener.Start();
        _running = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool OffersStartTls { get; set; } = true;

    public bool IsImplicit { get; set; }

    /// <summary>What a command is answered instead, by its verb; <c>.</c> is the end of the text.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The verb at which the connection is broken off, without an answer.</summary>
    public string? BreaksAt { get; set; }

    /// <summary>The verb at which nothing more is said.</summary>
    public string? HangsAt { get; set; }

    public int BannerBytes { get; set; }

    public int Connections { get; private set; }

    public ConcurrentQueue<string> Commands { get; } = new();

    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>Set as soon as the server hangs.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                sessions.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (IsImplicit)
                    stream = await SecureAsync(stream);

                await TalkAsync(stream);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
            {
                // The client left, or the test is over.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        if (!await SayAsync(stream, "GREETING", $"220 {new string('x', BannerBytes)} ready"))
            return;

        while (await ReadLineAsync(stream) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            Commands.Enqueue(line);
            var answer = verb switch
            {
                "EHLO" => Hello(stream is SslStream),
                "STARTTLS" => "220 go ahead",
                "AUTH" => "235 welcome",
                "DATA" => "354 go ahead",
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            if (!await SayAsync(stream, verb, answer) || verb == "QUIT")
                return;

            if (verb == "STARTTLS")
                stream = await SecureAsync(stream);
            else if (verb == "DATA" && !Answers.ContainsKey("DATA") && !await ReadTextAsync(stream))
                return;
        }
    }

    private async Task<bool> ReadTextAsync(Stream stream)
    {
        var text = new StringBuilder();
        while (await ReadLineAsync(stream) is { } line)
        {
            if (BreaksAt == "TEXT" && text.Length > 0)
                return false;

            if (line == ".")
            {
                if (!Answers.ContainsKey("."))
                    Messages.Enqueue(text.ToString());

                return await SayAsync(stream, ".", "250 2.0.0 taken");
            }

            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return false;
    }

    private async Task<bool> SayAsync(Stream stream, string verb, string answer)
    {
        if (BreaksAt == verb)
            return false;

        if (HangsAt == verb)
        {
            Hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        var said = Answers.GetValueOrDefault(verb, answer);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{said}\r\n"), _stop.Token);
        return true;
    }

    private string Hello(bool isSecure)
    {
        var powers = new List<string> { "250-mail.test" };
        if (OffersStartTls && !isSecure)
            powers.Add("250-STARTTLS");

        powers.Add("250-AUTH PLAIN XOAUTH2");
        powers.Add("250 8BITMIME");
        return string.Join("\r\n", powers);
    }

    private static async Task<Stream> SecureAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(MailCertificate.Value);
        return secure;
    }

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');

            line.Add(one[0]);
        }

        return null;
    }
}
