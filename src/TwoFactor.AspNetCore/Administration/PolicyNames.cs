namespace TwoFactor.AspNetCore;

/// <summary>Finds what a policy asks for in vain: of nobody, or of everybody who cannot do it.</summary>
public sealed class PolicyNames
{
    private const int PageSize = 200;
    private const int MaxScanned = 1_000;

    private readonly IUserDirectory _directory;
    private readonly ResistantMethods _resistant;

    internal PolicyNames(IUserDirectory directory, ResistantMethods resistant) =>
        (_directory, _resistant) = (directory, resistant);

    /// <summary>
    /// Whether the policy names roles that must resist phishing, and no method that does is registered.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentNullException">The policy is null.</exception>
    public bool IsResistanceOutOfReach(RequirementPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.PhishingResistantRoles.Count > 0 && _resistant.Names.Count == 0;
    }

    /// <summary>The roles and groups of the policy that no user has. A misspelt name would apply to nobody.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>
    /// The names; empty if all are in use, and if nothing is known: without an <see cref="IUserDirectory"/>, or with
    /// too many users to look at.
    /// </returns>
    /// <exception cref="ArgumentNullException">The policy is null.</exception>
    public async ValueTask<IReadOnlyList<string>> FindUnusedAsync(
        RequirementPolicy policy,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(policy);
        string[] roles = [.. policy.Roles.Union(policy.PhishingResistantRoles, StringComparer.OrdinalIgnoreCase)];
        if (_directory is NoUserDirectory || roles.Length + policy.Groups.Count == 0)
            return [];

        return await _directory.FindUnusedNamesAsync(roles, policy.Groups, cancellationToken).ConfigureAwait(false)
            ?? await ScanAsync(roles, policy.Groups, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Both as sentences, for answers.</summary>
    internal async ValueTask<IReadOnlyList<string>> WarnAsync(
        RequirementPolicy policy,
        CancellationToken cancellationToken
    )
    {
        string[] warnings = IsResistanceOutOfReach(policy)
            ? ["No method that resists phishing is registered here. Add one, e.g. with AddWebAuthn()."]
            : [];
        var unused = await FindUnusedAsync(policy, cancellationToken).ConfigureAwait(false);
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
            var page = await _directory.ListAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
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
