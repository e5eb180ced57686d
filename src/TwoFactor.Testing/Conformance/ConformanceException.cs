namespace TwoFactor.Testing;

/// <summary>
/// An implementation does not meet a requirement. The message says what was expected and what was seen.
/// </summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public ConformanceException() { }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was expected and what was seen.</param>
    public ConformanceException(string message)
        : base(message) { }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What was expected and what was seen.</param>
    /// <param name="innerException">The exception of the implementation.</param>
    public ConformanceException(string message, Exception innerException)
        : base(message, innerException) { }
}
