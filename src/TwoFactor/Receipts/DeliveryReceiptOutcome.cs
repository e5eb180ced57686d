namespace TwoFactor.Methods;

/// <summary>What became of a receipt.</summary>
public enum DeliveryReceiptOutcome
{
    /// <summary>The message moved on.</summary>
    Recorded = 0,

    /// <summary>
    /// It said nothing new: it came twice or late, or nobody waits for that message any more. Answer as for one that
    /// was recorded.
    /// </summary>
    Ignored = 1,

    /// <summary>It is not authentic, or no gateway of that name takes receipts. Answer 403 or 404.</summary>
    Refused = 2,
}
