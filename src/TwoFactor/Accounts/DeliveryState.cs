namespace TwoFactor;

/// <summary>
/// The delivery state of a message. Receipts may arrive in any order and more than once; the state only moves forward.
/// The last three are final.
/// </summary>
public enum DeliveryState
{
    /// <summary>No receipt has arrived.</summary>
    Unknown = 0,

    /// <summary>The provider has queued it.</summary>
    Queued = 1,

    /// <summary>The provider has passed it on, e.g. to a carrier.</summary>
    Sent = 2,

    /// <summary>It reached the user's device or mailbox.</summary>
    Delivered = 3,

    /// <summary>The provider passed it on, but it could not be delivered or was blocked.</summary>
    Undelivered = 4,

    /// <summary>The provider could not send it.</summary>
    Failed = 5,
}
