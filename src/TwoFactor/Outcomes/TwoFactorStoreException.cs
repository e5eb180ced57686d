namespace TwoFactor;

/// <summary>
/// A store, or what lies in it, cannot be used. The message says why and names the remedy; it carries no secret.
/// Callers deny.
/// </summary>
public sealed class TwoFactorStoreException : Exception
{
    /// <summary>
    /// Whether it is about what lies in the store, and not about reaching it or about a missing key: then a reset, or a
    /// new policy, is the remedy.
    /// </summary>
    internal bool IsBrokenRecord =>
        InnerException is SealBrokenException or System.Text.Json.JsonException or RecordMissingException;

    /// <summary>Makes an exception without a message.</summary>
    public TwoFactorStoreException() { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public TwoFactorStoreException(string message)
        : base(message) { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What the store's library said.</param>
    public TwoFactorStoreException(string message, Exception innerException)
        : base(message, innerException) { }
}
