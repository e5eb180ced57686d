namespace TwoFactor.Stores;

/// <summary>
/// An account as a store sees it: sealed bytes, and the few plain columns that an administrator queries.
/// </summary>
public sealed class AccountRow
{
    /// <summary>What the account is found by.</summary>
    public required AccountKey Key { get; init; }

    /// <summary>1 for the first write, and one more with each.</summary>
    public required long Version { get; init; }

    /// <summary>The sealed record, opaque to the store.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>Whether the user has an active factor.</summary>
    public bool IsEnrolled { get; init; }

    /// <summary>What follows a method of which the user has a factor with a weak secret: <c>:weak</c>.</summary>
    public const string WeakMark = ":weak";

    /// <summary>
    /// The methods of the active factors, ordered and separated by commas; empty for none. One that was imported with a
    /// weak secret ends with <see cref="WeakMark"/>.
    /// </summary>
    public string Methods { get; init; } = "";

    /// <summary>Until when the account is locked, or null.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When a code was last accepted, or null.</summary>
    public DateTimeOffset? LastVerifiedAt { get; init; }

    /// <summary>When the record was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
