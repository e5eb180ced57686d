using System.Text;

namespace TwoFactor.Toys.Email;

/// <summary>
/// A mail provider with receipts: it keeps what it was given, and signs with a word that both sides know.
/// </summary>
internal sealed class ToyMailer : IDeliveryReceiptReader, IGatewayHealth
{
    public const string Gateway = "postal";
    public const string Signature = "the word that both sides know";

    public List<(string To, string Body, string Reference)> Sent { get; } = [];

    /// <summary>The addresses and messages whose codes came back.</summary>
    public List<string> CameBack { get; } = [];

    /// <summary>The receipts that said something new.</summary>
    public List<DeliveryReceipt> Moved { get; } = [];

    public string? Problem { get; set; }

    /// <summary>What the next callbacks say, whatever their bodies are; null reads the bodies.</summary>
    public string? Receipt { get; set; }

    public IReadOnlyCollection<string> Gateways { get; } = [Gateway];

    public string LastCode => new([.. Sent[^1].Body.Where(char.IsAsciiDigit)]);

    public string Send(string to, string body, string reference)
    {
        Sent.Add((to, body, reference));
        return $"mail-{Sent.Count}";
    }

    /// <summary>What the provider calls back with: reference, id, state and failure, one a line.</summary>
    public static DeliveryCallback Callback(
        string reference,
        string messageId,
        DeliveryState state,
        string failure = "",
        string signature = Signature
    ) =>
        new()
        {
            PathAndQuery = "/",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Signature"] = signature },
            Body = Encoding.UTF8.GetBytes($"{reference}\n{messageId}\n{state}\n{failure}"),
        };

    public DeliveryReceipt? Read(string gateway, DeliveryCallback callback)
    {
        if (callback.Headers.GetValueOrDefault("X-Signature") != Signature)
            return null;

        var lines = (Receipt ?? Encoding.UTF8.GetString(callback.Body.Span)).Split('\n');
        return new DeliveryReceipt
        {
            Reference = lines[0],
            MessageId = lines[1],
            State = Enum.Parse<DeliveryState>(lines[2]),
            Failure = lines[3].Length == 0 ? null : lines[3],
        };
    }

    public void Recorded(string gateway, DeliveryReceipt receipt) => Moved.Add(receipt);

    public Task<IReadOnlyList<GatewayStatus>> CheckAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<GatewayStatus>>([
            new GatewayStatus
            {
                Gateway = Gateway,
                IsPassedOver = false,
                Problem = Problem,
            },
        ]);
}
