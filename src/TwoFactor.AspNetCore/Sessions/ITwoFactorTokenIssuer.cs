using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Makes the host's own tokens, for a scheme that reads tokens and signs nobody in, as that of <c>AddJwtBearer</c>.
/// Register it with <c>AddTokenIssuer</c>. Schemes that sign in themselves, cookies and <c>AddBearerToken</c>, never
/// ask it.
/// </summary>
public interface ITwoFactorTokenIssuer
{
    /// <summary>
    /// Makes the tokens of a full sign-in, or of a session that goes on after a change. Every claim of the principal
    /// belongs into the token: those of <see cref="TwoFactorClaimTypes"/> bind it to the epoch and say what was proven.
    /// When the token is read, they must come back under the same names: set <c>MapInboundClaims</c> to false.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="scheme">The scheme that will read the token.</param>
    /// <param name="principal">The user, with all claims.</param>
    /// <param name="properties">What the host gave the sign-in along, or null.</param>
    /// <returns>What the client gets, e.g. <c>access_token</c>: members of the answer of sign-in or verify.</returns>
    ValueTask<JsonObject> IssueAsync(
        HttpContext context,
        string scheme,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties
    );
}
