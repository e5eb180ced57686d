namespace TwoFactor.Sms;

/// <summary>Lets each gateway that can read receipts of its provider's, and counts those that said something new.</summary>
internal sealed class SmsReceiptReader(SmsGateways gateways) : IDeliveryReceiptReader
{
    public IReadOnlyCollection<string> Gateways { get; } =
    [.. gateways.All.Where(g => g.Gateway is ISmsReceiptReader).Select(g => g.Name)];

    public DeliveryReceipt? Read(string gateway, DeliveryCallback callback) =>
        (gateways.Find(gateway)?.Gateway as ISmsReceiptReader)?.Read(callback);

    public void Recorded(string gateway, DeliveryReceipt receipt) =>
        SmsTelemetry.ReceiptTaken(gateway, receipt.State, receipt.Failure);
}
