namespace TwoFactor.Sms;

/// <summary>Passes each callback to the gateway of its provider, and counts receipts that changed a state.</summary>
internal sealed class SmsReceiptReader(SmsGateways gateways) : IDeliveryReceiptReader
{
    public IReadOnlyCollection<string> Gateways { get; } =
    [.. gateways.All.Where(g => g.Gateway is ISmsReceiptReader).Select(g => g.Name)];

    public DeliveryReceipt? Read(string gateway, DeliveryCallback callback) =>
        (gateways.Find(gateway)?.Gateway as ISmsReceiptReader)?.Read(callback);

    public void Recorded(string gateway, DeliveryReceipt receipt) =>
        SmsTelemetry.ReceiptTaken(gateway, receipt.State, receipt.Failure);
}
