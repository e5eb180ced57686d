using System.Security.Cryptography;

namespace TwoFactor.Sealing;

/// <summary>A record cannot be decrypted, because it was altered or moved from elsewhere.</summary>
public sealed class SealBrokenException : CryptographicException
{
    /// <summary>Creates an exception without a message.</summary>
    public SealBrokenException() { }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public SealBrokenException(string message)
        : base(message) { }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The exception of the cryptography library.</param>
    public SealBrokenException(string message, Exception innerException)
        : base(message, innerException) { }
}
