namespace TwoFactor.Testing;

/// <summary>A gateway that sends nothing and keeps every message with its code: for tests only. Thread-safe.</summary>
/// <param name="name">The gateway's name. Default: <c>recording</c>.</param>
public sealed class RecordingSmsGateway(string name = "recording") : ISmsGateway
{
    private readonly Lock _gate = new();
    private readonly List<SmsMessage> _messages = [];

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>
    /// Gives the result for a message. Default: null, which accepts every message with a consecutive number as its id.
    /// </summary>
    public Func<SmsMessage, CancellationToken, ValueTask<SmsResult>>? Answer { get; set; }

    /// <summary>The messages that it was asked to send, in order, whatever the result.</summary>
    public IReadOnlyList<SmsMessage> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    /// <summary>The code of the last message to a number; null if there is none.</summary>
    /// <param name="number">The number in E.164.</param>
    public string? LastCodeTo(string number)
    {
        lock (_gate)
            return _messages.FindLast(m => m.To == number)?.Code;
    }

    /// <inheritdoc/>
    public ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count;
        lock (_gate)
        {
            _messages.Add(message);
            count = _messages.Count;
        }

        return Answer is null ? new(SmsResult.Accepted($"{name}-{count}")) : Answer(message, cancellationToken);
    }
}
