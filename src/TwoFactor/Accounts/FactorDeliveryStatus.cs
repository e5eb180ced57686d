namespace TwoFactor;

/// <summary>The result of sending a message.</summary>
public enum FactorDeliveryStatus
{
    /// <summary>A gateway accepted it for delivery.</summary>
    Accepted = 0,

    /// <summary>It certainly was not sent.</summary>
    Rejected = 1,

    /// <summary>It may have been sent, or not.</summary>
    Ambiguous = 2,
}
