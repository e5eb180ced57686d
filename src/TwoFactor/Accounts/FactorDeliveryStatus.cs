namespace TwoFactor;

/// <summary>What became of a message.</summary>
public enum FactorDeliveryStatus
{
    /// <summary>It was taken on for delivery.</summary>
    Accepted = 0,

    /// <summary>It was provably not sent.</summary>
    Rejected = 1,

    /// <summary>It may or may not have been sent.</summary>
    Ambiguous = 2,
}
