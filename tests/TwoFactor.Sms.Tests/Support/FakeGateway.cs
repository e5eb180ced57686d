namespace TwoFactor.Tests;

/// <summary>A gateway that answers as the test says, and remembers what it was asked.</summary>
internal class FakeGateway(string name) : ISmsGateway
{
    public string Name => name;

    public List<SmsMessage> Asked { get; } = [];

    public int Count => Asked.Count;

    /// <summary>What was asked and accepted.</summary>
    public List<SmsMessage> Sent { get; } = [];

    public Func<SmsMessage, CancellationToken, Task<SmsResult>>? Answer { get; set; }

    public Func<SmsResult>? Result
    {
        set => Answer = (_, _) => Task.FromResult(value!());
    }

    public string LastCodeTo(string number) => Asked.FindLast(m => m.To == number)!.Code;

    public async ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        lock (Asked)
            Asked.Add(message);

        var result = Answer is null
            ? SmsResult.Accepted($"{name}-{Asked.Count}")
            : await Answer(message, cancellationToken);
        if (result.Status == FactorDeliveryStatus.Accepted)
        {
            lock (Asked)
                Sent.Add(message);
        }

        return result;
    }
}

internal sealed class SecondGateway(string name) : FakeGateway(name);
