using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>What the claims of a principal say of the user.</summary>
internal sealed class UserFacts(IOptions<TwoFactorHttpOptions> options)
{
    private readonly TwoFactorHttpOptions _options = options.Value;

    public string? UserId(ClaimsPrincipal principal) => First(principal, _options.UserIds);

    public string RequireUserId(ClaimsPrincipal principal) => UserId(principal)
        ?? throw new InvalidOperationException($"The principal has none of the claims that hold the user's id: {string.Join(", ", _options.UserIds)}. Add one, or name yours in TwoFactor:Http:UserIdClaims.");

    public string? AccountName(ClaimsPrincipal principal) => First(principal, _options.AccountNames)?.Replace(":", "", StringComparison.Ordinal);

    public IReadOnlyList<string> Roles(ClaimsPrincipal principal) => All(principal, _options.Roles.Concat(principal.Identities.Select(i => i.RoleClaimType)));

    public IReadOnlyList<string> Groups(ClaimsPrincipal principal) => All(principal, _options.Groups);

    public string? IdentityProvider(ClaimsPrincipal principal) => First(principal, _options.IdentityProviders);

    private static string? First(ClaimsPrincipal principal, IEnumerable<string> types) =>
        types.Select(principal.FindFirst).FirstOrDefault(c => !string.IsNullOrEmpty(c?.Value))?.Value;

    private static List<string> All(ClaimsPrincipal principal, IEnumerable<string> types)
    {
        var wanted = types.ToHashSet(StringComparer.Ordinal);
        return [.. principal.Claims.Where(c => wanted.Contains(c.Type)).Select(c => c.Value).Distinct(StringComparer.Ordinal)];
    }
}
