using System.Text;

namespace TwoFactor.Tests;

/// <summary>A method whose vendor makes and checks the codes.</summary>
internal sealed class ToyVendor : IRemoteFactorMethod, IFactorSender
{
    public const string MethodName = "toy_vendor";

    public const string RightCode = "424242";

    /// <summary>What the vendor answers to a code.</summary>
    public Func<string, RemoteCheckResult> Answer { get; set; } =
        code => code == RightCode ? RemoteCheckResult.Right : RemoteCheckResult.Wrong;

    /// <summary>What the vendor waits for before it answers.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>What becomes of a message.</summary>
    public Func<FactorDelivery> Delivery { get; set; } = () => FactorDelivery.Accepted;

    /// <summary>The deliveries that came with the last question.</summary>
    public IReadOnlyList<DeliveryAttempt> Deliveries { get; private set; } = [];

    /// <summary>Whether the vendor says what its codes look like.</summary>
    public bool HasDigitsAlone { get; init; }

    public int Asked { get; private set; }

    public string Name => MethodName;

    public FactorMethodTraits Traits { get; } = new() { AuthenticationMethods = ["sms"] };

    public FactorDraft Begin(FactorEnrollment enrollment) =>
        new() { State = Encoding.UTF8.GetBytes("somewhere"), Destination = "…" };

    public FactorMessage Prepare(FactorSend send) =>
        new()
        {
            ChallengeState = [1],
            Recipient = "somewhere",
            Body = "the vendor writes it",
        };

    public ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken) =>
        new(Delivery());

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) =>
        !HasDigitsAlone || TypedCode.HasDigits(typed, RightCode.Length, RightCode.Length);

    public FactorCheck Check(in FactorAttempt attempt) => FactorCheck.Wrong;

    public async ValueTask<RemoteCheckResult> CheckAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        Asked++;
        Deliveries = attempt.Deliveries;
        await Before();
        return Answer(attempt.Code);
    }
}
