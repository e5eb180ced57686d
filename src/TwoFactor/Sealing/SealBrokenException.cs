using System.Security.Cryptography;

namespace TwoFactor.Sealing;

/// <summary>A sealed record does not open: it was altered, or moved from elsewhere.</summary>
public sealed class SealBrokenException : CryptographicException
{
    /// <summary>Makes an exception without a message.</summary>
    public SealBrokenException() { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public SealBrokenException(string message)
        : base(message) { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What the cryptography library said.</param>
    public SealBrokenException(string message, Exception innerException)
        : base(message, innerException) { }
}
