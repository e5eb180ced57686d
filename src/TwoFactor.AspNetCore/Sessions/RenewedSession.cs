using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Records in the request which session's refresh token was used. A sign-in in the same request then renews that
/// session, e.g. in Identity's <c>/refresh</c>, which creates a new principal. The claims are kept, and the old tokens
/// end with the session.
/// </summary>
internal sealed class RenewedSession(IHttpContextAccessor accessor) : IPostConfigureOptions<BearerTokenOptions>
{
    private static readonly object s_renewed = new();

    /// <summary>The session that the request renews, or null.</summary>
    public static AuthenticationTicket? In(HttpContext context) => context.Items[s_renewed] as AuthenticationTicket;

    public void PostConfigure(string? name, BearerTokenOptions options) =>
        options.RefreshTokenProtector = new Protector(options.RefreshTokenProtector, accessor);

    private sealed class Protector(ISecureDataFormat<AuthenticationTicket> inner, IHttpContextAccessor accessor)
        : ISecureDataFormat<AuthenticationTicket>
    {
        public string Protect(AuthenticationTicket data) => inner.Protect(data);

        public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

        public AuthenticationTicket? Unprotect(string? protectedText) => Note(inner.Unprotect(protectedText));

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) =>
            Note(inner.Unprotect(protectedText, purpose));

        private AuthenticationTicket? Note(AuthenticationTicket? ticket)
        {
            if (ticket is not null && accessor.HttpContext is { } context)
                context.Items[s_renewed] = ticket;

            return ticket;
        }
    }
}
