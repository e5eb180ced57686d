namespace TwoFactor.Methods;

/// <summary>
/// Reads the receipts of a method's gateways. Register it as <c>IDeliveryReceiptReader</c>;
/// <c>IDeliveryReceiptService</c> finds it by the gateway's name, and moves the recorded delivery forward.
/// </summary>
public interface IDeliveryReceiptReader
{
    /// <summary>
    /// The names of the gateways that it reads for, as <see cref="DeliveryAttempt.Gateway"/> names them. They do not
    /// change while the app runs, and no other reader has them.
    /// </summary>
    IReadOnlyCollection<string> Gateways { get; }

    /// <summary>Reads a callback, if it is authentic.</summary>
    /// <param name="gateway">One of <see cref="Gateways"/>.</param>
    /// <param name="callback">The callback as it came.</param>
    /// <returns>The receipt; null if the provider did not sign it, or it is none.</returns>
    DeliveryReceipt? Read(string gateway, DeliveryCallback callback);

    /// <summary>
    /// Hears that a receipt moved its message forward, after that was written: for metrics. Default: nothing.
    /// </summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="receipt">The receipt.</param>
    void Recorded(string gateway, DeliveryReceipt receipt) { }
}
