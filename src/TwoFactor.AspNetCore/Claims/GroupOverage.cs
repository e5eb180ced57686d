using System.Security.Claims;
using System.Text.Json;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Whether a provider left groups out of a token: that is not the same as a user without groups. Entra does so for
/// users of many groups ("overage"): <c>_claim_names</c> says where they are (OpenID Connect Core §5.6.2),
/// <c>hasgroups</c> that there are some, and SAML has a link.
/// </summary>
internal static class GroupOverage
{
    private const string DistributedClaims = "_claim_names";
    private const string HasGroups = "hasgroups";
    private const string SamlLink = "http://schemas.microsoft.com/claims/groups.link";

    /// <summary>Whether some groups are not among the claims of the given types.</summary>
    public static bool IsIn(ClaimsPrincipal principal, IReadOnlyCollection<string> groupTypes) =>
        principal.Claims.Any(c =>
            c.Type switch
            {
                DistributedClaims => Names(c.Value, groupTypes),
                HasGroups => !c.Value.Equals("false", StringComparison.OrdinalIgnoreCase),
                SamlLink => true,
                _ => false,
            }
        );

    // What cannot be read may name the groups.
    private static bool Names(string json, IReadOnlyCollection<string> groupTypes)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Object
                || document
                    .RootElement.EnumerateObject()
                    .Any(p => p.Name == "groups" || groupTypes.Contains(p.Name, StringComparer.Ordinal));
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
