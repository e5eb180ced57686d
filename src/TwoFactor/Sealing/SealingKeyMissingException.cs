using System.Security.Cryptography;

namespace TwoFactor.Sealing;

/// <summary>
/// A record was encrypted with a key that is not configured. The record itself may be intact: correct the
/// configuration; a reset is not the remedy.
/// </summary>
public sealed class SealingKeyMissingException : CryptographicException
{
    /// <summary>Creates an exception without a message.</summary>
    public SealingKeyMissingException() { }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">Which key is missing and what to do.</param>
    public SealingKeyMissingException(string message)
        : base(message) { }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">Which key is missing and what to do.</param>
    /// <param name="innerException">The exception of the key provider.</param>
    public SealingKeyMissingException(string message, Exception innerException)
        : base(message, innerException) { }
}
