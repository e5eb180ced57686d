namespace TwoFactor.Stores;

/// <summary>
/// An account as a store sees it: encrypted bytes, and a few plain columns for administrators' queries.
/// </summary>
public sealed class AccountRow
{
    /// <summary>Identifies the account.</summary>
    public required AccountKey Key { get; init; }

    /// <summary>The version: 1 for the first write, and one higher after each.</summary>
    public required long Version { get; init; }

    /// <summary>The encrypted record, opaque to the store.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>Whether the user has an active factor.</summary>
    public bool IsEnrolled { get; init; }

    /// <summary>The suffix <c>:weak</c>, which marks a method whose factor has a weak secret.</summary>
    public const string WeakMark = ":weak";

    /// <summary>
    /// The methods of the active factors, sorted and separated by commas; empty for none. A method with an imported
    /// weak secret ends with <see cref="WeakMark"/>.
    /// </summary>
    public string Methods { get; init; } = "";

    /// <summary>When the lock ends, or null.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When a code was last accepted, or null.</summary>
    public DateTimeOffset? LastVerifiedAt { get; init; }

    /// <summary>When the record was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
