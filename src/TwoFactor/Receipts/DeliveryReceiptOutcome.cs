namespace TwoFactor.Methods;

/// <summary>What happened to a receipt.</summary>
public enum DeliveryReceiptOutcome
{
    /// <summary>The state of the message was updated.</summary>
    Recorded = 0,

    /// <summary>
    /// Nothing changed: the receipt came twice or late, or its challenge is gone. Answer the provider as for a recorded
    /// receipt.
    /// </summary>
    Ignored = 1,

    /// <summary>The receipt is not authentic, or no gateway of that name has receipts. Answer 403 or 404.</summary>
    Refused = 2,
}
