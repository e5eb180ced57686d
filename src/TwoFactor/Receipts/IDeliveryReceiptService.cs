namespace TwoFactor.Methods;

/// <summary>
/// Takes the receipts of gateways, of whatever method. Map an endpoint to it and hand every callback in;
/// <c>MapDeliveryReceipts()</c> of TwoFactor.AspNetCore does.
/// </summary>
public interface IDeliveryReceiptService
{
    /// <summary>Takes a callback. It may come twice, late and out of order: a message only moves forward.</summary>
    /// <param name="gateway">The gateway's name, from the endpoint's path.</param>
    /// <param name="callback">The callback as it came.</param>
    /// <param name="cancellationToken">Cancels the taking; the provider will call again.</param>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used: answer 503, and the provider calls again.
    /// </exception>
    Task<DeliveryReceiptOutcome> ReceiveAsync(
        string gateway,
        DeliveryCallback callback,
        CancellationToken cancellationToken = default
    );
}
