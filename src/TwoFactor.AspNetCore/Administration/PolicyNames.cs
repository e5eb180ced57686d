namespace TwoFactor.AspNetCore;

/// <summary>Warns of roles and groups in a policy that no user has: a misspelt name would apply to nobody.</summary>
internal sealed class PolicyNames(IUserDirectory directory)
{
    private const int PageSize = 200;
    private const int MaxScanned = 1_000;

    public async ValueTask<IReadOnlyList<string>> FindUnusedAsync(
        RequirementPolicy policy,
        CancellationToken cancellationToken
    )
    {
        if (directory is NoUserDirectory || policy.Roles.Count + policy.Groups.Count == 0)
            return [];

        var unused =
            await directory.FindUnusedNamesAsync(policy.Roles, policy.Groups, cancellationToken).ConfigureAwait(false)
            ?? await ScanAsync(policy, cancellationToken).ConfigureAwait(false);
        return [.. unused.Select(n => $"No user has the role or group '{n}': check how it is spelt.")];
    }

    private async ValueTask<IReadOnlyList<string>> ScanAsync(
        RequirementPolicy policy,
        CancellationToken cancellationToken
    )
    {
        var roles = policy.Roles.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var groups = policy.Groups.ToHashSet(StringComparer.OrdinalIgnoreCase);
        string? after = null;
        for (var scanned = 0; scanned < MaxScanned && roles.Count + groups.Count > 0; scanned += PageSize)
        {
            var page = await directory.ListAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var user in page)
            {
                roles.ExceptWith(user.Roles.Select(r => r.Trim()));
                groups.ExceptWith(user.Groups.Select(g => g.Trim()));
            }

            if (page.Count < PageSize)
                return [.. roles, .. groups];

            after = page[^1].UserId;
        }

        // Either all names are in use, or there are more users than were searched, and so nothing is known.
        return [];
    }
}
