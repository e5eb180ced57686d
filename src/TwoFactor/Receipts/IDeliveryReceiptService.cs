namespace TwoFactor.Methods;

/// <summary>
/// Processes the receipts of all gateways, of whatever method. Pass every callback to it; <c>MapDeliveryReceipts()</c>
/// of TwoFactor.AspNetCore maps an endpoint that does.
/// </summary>
public interface IDeliveryReceiptService
{
    /// <summary>
    /// Processes a callback. Callbacks may come twice, late and out of order: the state of a message only moves
    /// forward.
    /// </summary>
    /// <param name="gateway">The gateway's name, from the endpoint's path.</param>
    /// <param name="callback">The callback as received.</param>
    /// <param name="cancellationToken">Cancels the processing; the provider will call again.</param>
    /// <returns>Recorded, ignored or refused. It says how to answer the provider.</returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used. Answer 503, and the provider calls again.
    /// </exception>
    Task<DeliveryReceiptOutcome> ReceiveAsync(
        string gateway,
        DeliveryCallback callback,
        CancellationToken cancellationToken = default
    );
}
