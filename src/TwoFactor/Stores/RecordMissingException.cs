namespace TwoFactor;

/// <summary>
/// The record is gone, or an older one is in its place: it was removed, and its user must not pass for one who never
/// enrolled.
/// </summary>
internal sealed class RecordMissingException(string message) : Exception(message)
{
    /// <summary>
    /// Whether the roster, or a mark in the record, says so, and not a trail that was left behind.
    /// </summary>
    public bool IsListed { get; init; }

    /// <summary>The user's entry; null where the record itself says that it was lost.</summary>
    public RosterEntry? Entry { get; init; }
}
