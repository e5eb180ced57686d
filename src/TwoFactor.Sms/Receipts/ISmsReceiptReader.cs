namespace TwoFactor.Sms.Gateways;

/// <summary>An <see cref="ISmsGateway"/> whose provider calls back with receipts.</summary>
public interface ISmsReceiptReader
{
    /// <summary>Reads a callback, if it is authentic.</summary>
    /// <param name="callback">The callback as it came.</param>
    /// <returns>The receipt; null if the provider did not sign it, or it is none.</returns>
    SmsReceipt? Read(SmsCallback callback);
}
