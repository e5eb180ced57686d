namespace TwoFactor;

/// <summary>
/// A store or its content cannot be used. The message says why and names the remedy; it contains no secret. Callers
/// must deny access.
/// </summary>
public sealed class TwoFactorStoreException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public TwoFactorStoreException() { }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public TwoFactorStoreException(string message)
        : base(message) { }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">The cause, e.g. the exception of a database driver.</param>
    public TwoFactorStoreException(string message, Exception innerException)
        : base(message, innerException) { }
}
