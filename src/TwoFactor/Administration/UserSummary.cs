namespace TwoFactor.Administration;

/// <summary>A user in an administrator's list.</summary>
public sealed class UserSummary
{
    internal UserSummary(string userId) => UserId = userId;

    internal UserSummary(AccountRow row)
        : this(row.Key.UserId)
    {
        IsEnrolled = row.IsEnrolled;
        var methods = row.Methods.Split(',', StringSplitOptions.RemoveEmptyEntries);
        HasWeakFactor = Array.Exists(methods, m => m.EndsWith(AccountRow.WeakMark, StringComparison.Ordinal));
        Methods = HasWeakFactor
            ?
            [
                .. methods
                    .Select(m => m.Replace(AccountRow.WeakMark, "", StringComparison.Ordinal))
                    .Distinct(StringComparer.Ordinal),
            ]
            : methods;
        LockedUntil = row.LockedUntil;
        LastVerifiedAt = row.LastVerifiedAt;
    }

    /// <summary>The user's id.</summary>
    public string UserId { get; }

    /// <summary>Whether the user has an active factor.</summary>
    public bool IsEnrolled { get; }

    /// <summary>The methods of the active factors, sorted; empty for none.</summary>
    public IReadOnlyList<string> Methods { get; } = [];

    /// <summary>
    /// Whether an active factor has an imported secret of fewer than 128 bits (RFC 4226 R6). It works; ask the user to
    /// enrol a new one in its place.
    /// </summary>
    public bool HasWeakFactor { get; }

    /// <summary>When the lock ends or ended; null if there was none.</summary>
    public DateTimeOffset? LockedUntil { get; }

    /// <summary>When a code was last accepted, or null.</summary>
    public DateTimeOffset? LastVerifiedAt { get; }
}
