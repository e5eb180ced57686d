namespace TwoFactor;

/// <summary>
/// There is a trail and no record: the record was removed, and its user must not pass for one who never enrolled.
/// </summary>
internal sealed class RecordMissingException(string message) : Exception(message);
