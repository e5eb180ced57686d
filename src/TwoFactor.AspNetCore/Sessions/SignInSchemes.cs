using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>Finds the scheme of the full sign-in, following schemes that only forward to another.</summary>
internal sealed class SignInSchemes(
    IAuthenticationSchemeProvider schemes,
    IOptionsMonitor<PolicySchemeOptions> policies,
    IOptions<TwoFactorHttpOptions> options
)
{
    private const int MaxForwards = 8;

    /// <summary>
    /// Whether this app itself signs in with the scheme. False for a scheme that only carries a sign-in over from a
    /// provider.
    /// </summary>
    public async ValueTask<bool> IsOurOwnAsync(string name) =>
        !IsExternal(name)
        && (await FindByTicketAsync(name).ConfigureAwait(false))?.HandlerType.IsAssignableTo(
            typeof(IAuthenticationSignInHandler)
        ) == true;

    /// <summary>Whether the scheme's credential is a cookie, or may be one.</summary>
    public async ValueTask<bool> IsByCookieAsync(string? name) =>
        name is null
        || await FindByTicketAsync(name).ConfigureAwait(false) is not { } scheme
        || scheme.HandlerType.IsAssignableTo(typeof(CookieAuthenticationHandler))
        || scheme.HandlerType == typeof(PolicySchemeHandler);

    /// <summary>The scheme of <c>SignInAsync</c> without a name; null if there is none.</summary>
    public async ValueTask<string?> FindDefaultAsync() =>
        (await schemes.GetDefaultSignInSchemeAsync().ConfigureAwait(false))?.Name;

    /// <summary>Whether a request can be authenticated without naming a scheme.</summary>
    public async ValueTask<bool> HasDefaultAsync() =>
        await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false) is not null;

    private bool IsExternal(string name) =>
        name == IdentityConstants.ExternalScheme
        || options.Value.ExternalSchemes.Contains(name, StringComparer.Ordinal);

    // Bearer token schemes name themselves with a suffix after the scheme's name.
    private async ValueTask<AuthenticationScheme?> FindByTicketAsync(string name)
    {
        var end = name.LastIndexOf(':');
        return await schemes.GetSchemeAsync(name).ConfigureAwait(false)
            ?? (end > 0 ? await schemes.GetSchemeAsync(name[..end]).ConfigureAwait(false) : null);
    }

    public async Task<AuthenticationScheme> FindAsync(HttpContext context, string? name)
    {
        var scheme = name is null
            ? await FindDefaultSignInAsync().ConfigureAwait(false)
            : await schemes.GetSchemeAsync(name).ConfigureAwait(false);
        for (var i = 0; i < MaxForwards && scheme is not null && scheme.HandlerType == typeof(PolicySchemeHandler); i++)
        {
            var policy = policies.Get(scheme.Name);
            var target =
                policy.ForwardSignIn ?? policy.ForwardDefaultSelector?.Invoke(context) ?? policy.ForwardDefault;
            scheme = target is null ? null : await schemes.GetSchemeAsync(target).ConfigureAwait(false);
        }

        if (
            scheme is not null
            && !scheme.HandlerType.IsAssignableTo(typeof(IAuthenticationSignInHandler))
            && context.RequestServices.GetService<ITwoFactorTokenIssuer>() is null
        )
            throw new InvalidOperationException(
                $"The authentication scheme '{scheme.Name}' cannot sign in. Name one of cookies or of bearer "
                    + "tokens in TwoFactorSignInFacts.Scheme; or, where the app makes the tokens of the scheme itself, "
                    + "call AddTokenIssuer()."
            );

        return scheme
            ?? throw new InvalidOperationException(
                name is null
                    ? "There is no default sign-in scheme. Name one in AddAuthentication(), or in "
                        + "TwoFactorSignInFacts.Scheme."
                    : $"There is no authentication scheme '{name}' to sign in with. Add it with "
                        + "AddAuthentication(), or correct TwoFactorSignInFacts.Scheme."
            );
    }

    // ASP.NET Core Identity's default sign-in scheme is the cookie for external providers, which is only for the return
    // from a provider.
    private async Task<AuthenticationScheme?> FindDefaultSignInAsync()
    {
        var scheme = await schemes.GetDefaultSignInSchemeAsync().ConfigureAwait(false);
        return scheme is not null && IsExternal(scheme.Name)
            ? await schemes.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false)
            : scheme;
    }
}
