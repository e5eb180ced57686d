namespace TwoFactor.AspNetCore;

/// <summary>
/// Warns of roles and groups in a policy that no user has: a misspelt name would apply to nobody. Warns also of a
/// demand that nobody can meet here.
/// </summary>
internal sealed class PolicyNames(IUserDirectory directory, ResistantMethods resistant)
{
    private const int PageSize = 200;
    private const int MaxScanned = 1_000;

    public async ValueTask<IReadOnlyList<string>> FindUnusedAsync(
        RequirementPolicy policy,
        CancellationToken cancellationToken
    )
    {
        string[] warnings =
            policy.PhishingResistantRoles.Count > 0 && resistant.Names.Count == 0
                ? ["No method that resists phishing is registered here. Add one, e.g. with AddWebAuthn()."]
                : [];
        string[] roles = [.. policy.Roles.Union(policy.PhishingResistantRoles, StringComparer.OrdinalIgnoreCase)];
        if (directory is NoUserDirectory || roles.Length + policy.Groups.Count == 0)
            return warnings;

        var unused =
            await directory.FindUnusedNamesAsync(roles, policy.Groups, cancellationToken).ConfigureAwait(false)
            ?? await ScanAsync(roles, policy.Groups, cancellationToken).ConfigureAwait(false);
        return [.. warnings, .. unused.Select(n => $"No user has the role or group '{n}': check how it is spelt.")];
    }

    private async ValueTask<IReadOnlyList<string>> ScanAsync(
        IEnumerable<string> namedRoles,
        IEnumerable<string> namedGroups,
        CancellationToken cancellationToken
    )
    {
        var roles = namedRoles.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var groups = namedGroups.ToHashSet(StringComparer.OrdinalIgnoreCase);
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
