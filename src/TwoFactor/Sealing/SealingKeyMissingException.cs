using System.Security.Cryptography;

namespace TwoFactor.Sealing;

/// <summary>
/// A sealed record names a key that is not configured. The record may be whole: this is a matter of configuration, and
/// no reset is the remedy.
/// </summary>
public sealed class SealingKeyMissingException : CryptographicException
{
    /// <summary>Makes an exception without a message.</summary>
    public SealingKeyMissingException() { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Which key is missing and what to do.</param>
    public SealingKeyMissingException(string message)
        : base(message) { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Which key is missing and what to do.</param>
    /// <param name="innerException">What the key's keeper said.</param>
    public SealingKeyMissingException(string message, Exception innerException)
        : base(message, innerException) { }
}
