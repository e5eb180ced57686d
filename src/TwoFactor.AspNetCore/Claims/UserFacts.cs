using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>Reads the user from the claims of a principal.</summary>
internal sealed class UserFacts(IOptions<TwoFactorHttpOptions> options)
{
    private readonly TwoFactorHttpOptions _options = options.Value;

    /// <summary>The user; null if no identity names one, or if identities name different users.</summary>
    public Subject? Find(ClaimsPrincipal principal)
    {
        Subject? found = null;
        var types = _options.UserIds;
        foreach (var identity in principal.Identities)
        {
            if (!identity.IsAuthenticated || First(identity.FindFirst, types) is not { } userId)
                continue;

            if (found is not null && found.UserId != userId)
                return null;

            var one = new Subject(principal, identity, userId);
            if (found is null || (!found.HasEpoch && one.HasEpoch))
                found = one;
        }

        return found;
    }

    public Subject Require(ClaimsPrincipal principal) =>
        Find(principal)
        ?? throw new InvalidOperationException(
            "The principal names no user, or several. An authenticated identity of it must have one of the "
                + $"claims {string.Join(", ", _options.UserIds)}; name yours in TwoFactor:Http:UserIdClaims."
        );

    public string? AccountName(ClaimsPrincipal principal) =>
        First(principal.FindFirst, _options.AccountNames)?.Replace(":", "", StringComparison.Ordinal);

    public IReadOnlyList<string> Roles(ClaimsPrincipal principal) =>
        All(principal, _options.Roles.Concat(principal.Identities.Select(i => i.RoleClaimType)));

    public IReadOnlyList<string> Groups(ClaimsPrincipal principal) => All(principal, _options.Groups);

    /// <summary>Whether the provider left groups out of the claims.</summary>
    public bool AreGroupsIncomplete(ClaimsPrincipal principal) => GroupOverage.IsIn(principal, [.. _options.Groups]);

    public string? IdentityProvider(ClaimsPrincipal principal) =>
        First(principal.FindFirst, _options.IdentityProviderClaims);

    /// <summary>What the policy is asked with for a session: all that its claims say of the user.</summary>
    public SignInRequest RequestOf(Subject subject) =>
        new()
        {
            UserId = subject.UserId,
            Roles = Roles(subject.Principal),
            Groups = Groups(subject.Principal),
            AreGroupsIncomplete = AreGroupsIncomplete(subject.Principal),
            IdentityProvider = subject.IdentityProvider,
            Client = subject.Client,
        };

    private static string? First(Func<string, Claim?> find, IEnumerable<string> types)
    {
        foreach (var type in types)
        {
            if (find(type)?.Value is { Length: > 0 } value)
                return value;
        }

        return null;
    }

    private static List<string> All(ClaimsPrincipal principal, IEnumerable<string> types)
    {
        var wanted = types.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. principal
                .Claims.Where(c => wanted.Contains(c.Type))
                .Select(c => c.Value)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
