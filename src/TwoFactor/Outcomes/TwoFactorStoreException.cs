namespace TwoFactor;

/// <summary>
/// A store, or what lies in it, cannot be used. The message says why and names the remedy; it carries no secret.
/// Callers deny.
/// </summary>
public sealed class TwoFactorStoreException : Exception
{
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
