namespace TwoFactor.Administration;

/// <summary>What an administrator sees of a user in a list.</summary>
public sealed class UserSummary
{
    internal UserSummary(string userId) => UserId = userId;

    internal UserSummary(AccountRow row)
        : this(row.Key.UserId)
    {
        IsEnrolled = row.IsEnrolled;
        Methods = row.Methods.Split(',', StringSplitOptions.RemoveEmptyEntries);
        LockedUntil = row.LockedUntil;
        LastVerifiedAt = row.LastVerifiedAt;
    }

    /// <summary>The user's id.</summary>
    public string UserId { get; }

    /// <summary>Whether the user has an active factor.</summary>
    public bool IsEnrolled { get; }

    /// <summary>The methods of the active factors, ordered; empty for none.</summary>
    public IReadOnlyList<string> Methods { get; } = [];

    /// <summary>Until when the account is or was locked; null if it is not.</summary>
    public DateTimeOffset? LockedUntil { get; }

    /// <summary>When a code was last accepted, or null.</summary>
    public DateTimeOffset? LastVerifiedAt { get; }
}
