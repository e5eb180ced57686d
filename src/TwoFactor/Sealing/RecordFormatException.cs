namespace TwoFactor;

/// <summary>The bytes of a record are none of the form that they should have.</summary>
internal sealed class RecordFormatException(string message) : Exception(message)
{
    /// <summary>Whether a newer version of the library wrote them: then nothing is broken.</summary>
    public bool IsNewer { get; init; }
}
