namespace TwoFactor;

/// <summary>The users of one page of the roster.</summary>
internal sealed record RosterPage
{
    public Dictionary<string, RosterEntry> Users { get; init; } = new(StringComparer.Ordinal);

    public RosterPage With(string userId, RosterEntry entry) =>
        new() { Users = new(Users, StringComparer.Ordinal) { [userId] = entry } };

    public RosterPage Without(string userId)
    {
        var users = new Dictionary<string, RosterEntry>(Users, StringComparer.Ordinal);
        users.Remove(userId);
        return new() { Users = users };
    }
}
