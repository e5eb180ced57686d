namespace TwoFactor.Sms.Gateways;

/// <summary>An <see cref="ISmsGateway"/> whose provider calls back with receipts.</summary>
public interface ISmsReceiptReader
{
    /// <summary>Reads a callback, if it is authentic.</summary>
    /// <param name="callback">The callback as it came.</param>
    /// <returns>
    /// The receipt, its <see cref="DeliveryReceipt.Failure"/> one of the codes of <see cref="SmsFailures.ToCode"/>; null
    /// if the provider did not sign the callback, or it is no receipt.
    /// </returns>
    DeliveryReceipt? Read(DeliveryCallback callback);
}
