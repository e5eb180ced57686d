namespace TwoFactor;

/// <summary>
/// How far a message came. Receipts arrive in any order and more than once; the state only moves forward, and the last
/// three are final.
/// </summary>
public enum DeliveryState
{
    /// <summary>No receipt has come.</summary>
    Unknown = 0,

    /// <summary>The provider holds it.</summary>
    Queued = 1,

    /// <summary>The provider passed it on, e.g. to a carrier.</summary>
    Sent = 2,

    /// <summary>It reached the user's device or mailbox.</summary>
    Delivered = 3,

    /// <summary>It was passed on, and could not be delivered or was blocked.</summary>
    Undelivered = 4,

    /// <summary>The provider could not send it.</summary>
    Failed = 5,
}
