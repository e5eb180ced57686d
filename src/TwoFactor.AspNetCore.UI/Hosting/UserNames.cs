namespace TwoFactor.AspNetCore.UI;

/// <summary>Names instead of ids: of users, each looked up once, and of the roles and groups that users have.</summary>
internal sealed class UserNames(IUserDirectory directory)
{
    private const int PageSize = 200;
    private const int MaxScanned = 1_000;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The user's name; the id if the directory does not know it; null for no user.</summary>
    public async ValueTask<string?> FindAsync(string? userId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(userId))
            return null;

        if (!_names.TryGetValue(userId, out var name))
            _names[userId] = name = (await directory.FindAsync(userId, cancellationToken))?.UserName ?? userId;

        return name;
    }

    /// <summary>The roles and groups of the first thousand users. More than that can be typed.</summary>
    public async ValueTask<(IReadOnlyCollection<string> Roles, IReadOnlyCollection<string> Groups)> ListNamesAsync(
        CancellationToken cancellationToken
    )
    {
        var roles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var groups = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? after = null;
        for (var scanned = 0; scanned < MaxScanned; scanned += PageSize)
        {
            var page = await directory.ListAsync(after, PageSize, cancellationToken);
            foreach (var user in page)
            {
                roles.UnionWith(user.Roles);
                groups.UnionWith(user.Groups);
            }

            if (page.Count < PageSize)
                break;

            after = page[^1].UserId;
        }

        return (roles, groups);
    }
}
