using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>Finds the scheme that a full sign-in will be of, through schemes that merely forward to others.</summary>
internal sealed class SignInSchemes(IAuthenticationSchemeProvider schemes, IOptionsMonitor<PolicySchemeOptions> policies)
{
    private const int MaxForwards = 8;

    /// <summary>Whether this app itself signs in with the scheme; a ticket of bearer tokens names one with a suffix.</summary>
    public async ValueTask<bool> IsOurOwnAsync(string name) => (await FindByTicketAsync(name).ConfigureAwait(false))?.HandlerType.IsAssignableTo(typeof(IAuthenticationSignInHandler)) == true;

    /// <summary>Whether browsers send the scheme's credential by themselves; in doubt they do.</summary>
    public async ValueTask<bool> IsAmbientAsync(string? name) => name is null || await FindByTicketAsync(name).ConfigureAwait(false) is not { } scheme
        || scheme.HandlerType.IsAssignableTo(typeof(CookieAuthenticationHandler)) || scheme.HandlerType == typeof(PolicySchemeHandler);

    private async ValueTask<AuthenticationScheme?> FindByTicketAsync(string name) =>
        await schemes.GetSchemeAsync(name).ConfigureAwait(false) ?? await schemes.GetSchemeAsync(name.Split(':')[0]).ConfigureAwait(false);

    public async Task<AuthenticationScheme> FindAsync(HttpContext context, string? name)
    {
        var scheme = name is null
            ? await schemes.GetDefaultSignInSchemeAsync().ConfigureAwait(false)
            : await schemes.GetSchemeAsync(name).ConfigureAwait(false);
        for (var i = 0; i < MaxForwards && scheme is not null && scheme.HandlerType == typeof(PolicySchemeHandler); i++)
        {
            var policy = policies.Get(scheme.Name);
            var target = policy.ForwardSignIn ?? policy.ForwardDefaultSelector?.Invoke(context) ?? policy.ForwardDefault;
            scheme = target is null ? null : await schemes.GetSchemeAsync(target).ConfigureAwait(false);
        }

        return scheme ?? throw new InvalidOperationException(name is null
            ? "There is no default sign-in scheme. Name one in AddAuthentication(), or in TwoFactorSignInFacts.Scheme."
            : $"There is no authentication scheme '{name}' to sign in with. Add it with AddAuthentication(), or correct TwoFactorSignInFacts.Scheme.");
    }
}
