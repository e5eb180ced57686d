using System.Security.Cryptography;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>A method whose codes are sent: what a stranger writes who adds one. It neither counts nor stores.</summary>
internal sealed class ToySender : IFactorMethod, IFactorSender
{
    public const string MethodName = "toy";

    public List<string> Sent { get; } = [];

    public Func<FactorDelivery> Delivery { get; set; } = () => FactorDelivery.Accepted;

    public string Name => MethodName;

    public FactorMethodTraits Traits { get; } = new() { AuthenticationMethods = ["sms"] };

    public static string CodeOf(ReadOnlySpan<byte> entropy) => $"{BitConverter.ToUInt64(entropy) % 1_000_000:D6}";

    public FactorDraft Begin(FactorEnrollment enrollment) =>
        enrollment.Input.TryGetValue("address", out var address)
            ? new FactorDraft { State = Encoding.UTF8.GetBytes(address), Destination = $"…{address[^2..]}" }
            : FactorDraft.Refuse("An address is missing.");

    public FactorMessage Prepare(FactorSend send)
    {
        var code = CodeOf(send.Entropy.Span);
        return new FactorMessage
        {
            ChallengeState = SHA256.HashData(Encoding.UTF8.GetBytes(code)),
            Recipient = Encoding.UTF8.GetString(send.State.Span),
            Body = code,
        };
    }

    public ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken)
    {
        Sent.Add(message.Body);
        return new(Delivery());
    }

    public FactorCheck Check(in FactorAttempt attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(attempt.Code));
        return
            !attempt.ChallengeState.IsEmpty
            && CryptographicOperations.FixedTimeEquals(hash, attempt.ChallengeState.Span)
            ? FactorCheck.Right(attempt.State.ToArray())
            : FactorCheck.Wrong;
    }
}
