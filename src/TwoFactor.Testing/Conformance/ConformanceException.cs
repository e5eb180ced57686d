namespace TwoFactor.Testing;

/// <summary>An implementation does not do what it must. The message says what was expected and what was seen.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public ConformanceException() { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was expected and what was seen.</param>
    public ConformanceException(string message)
        : base(message) { }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was expected and what was seen.</param>
    /// <param name="innerException">What the implementation threw.</param>
    public ConformanceException(string message, Exception innerException)
        : base(message, innerException) { }
}
