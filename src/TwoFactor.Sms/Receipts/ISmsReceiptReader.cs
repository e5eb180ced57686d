namespace TwoFactor.Sms.Gateways;

/// <summary>An <see cref="ISmsGateway"/> whose provider reports delivery receipts by callback.</summary>
public interface ISmsReceiptReader
{
    /// <summary>Reads a callback, after checking that it is authentic.</summary>
    /// <param name="callback">The callback as received.</param>
    /// <returns>
    /// The receipt, with a code of <see cref="SmsFailures.ToCode"/> as its <see cref="DeliveryReceipt.Failure"/>; null
    /// if the signature is wrong or the callback is not a receipt.
    /// </returns>
    DeliveryReceipt? Read(DeliveryCallback callback);
}
