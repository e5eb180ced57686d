namespace TwoFactor.Methods;

/// <summary>
/// Reads the delivery receipts of a method's gateways. Register it as <c>IDeliveryReceiptReader</c>.
/// <c>IDeliveryReceiptService</c> finds it by the gateway's name, and updates the recorded delivery.
/// </summary>
public interface IDeliveryReceiptReader
{
    /// <summary>
    /// The names of the gateways whose receipts it reads, as in <see cref="DeliveryAttempt.Gateway"/>. They never
    /// change while the app runs. No two readers may share a name.
    /// </summary>
    IReadOnlyCollection<string> Gateways { get; }

    /// <summary>Reads a callback, after checking that it is authentic.</summary>
    /// <param name="gateway">One of <see cref="Gateways"/>.</param>
    /// <param name="callback">The callback as received.</param>
    /// <returns>The receipt; null if the signature is wrong or the callback is not a receipt.</returns>
    DeliveryReceipt? Read(string gateway, DeliveryCallback callback);

    /// <summary>
    /// Called after a receipt updated its message and that was stored, e.g. to count it in a metric. Default: does
    /// nothing.
    /// </summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="receipt">The receipt.</param>
    void Recorded(string gateway, DeliveryReceipt receipt) { }
}
