using TwoFactor.AspNetCore.Identity;
using WebSample.Data;

namespace WebSample.Components;

/// <summary>
/// Ends the sessions of components as the package does, in the interval that the setting <c>CircuitInterval</c> names.
/// </summary>
internal sealed class CircuitSessions(ILoggerFactory logger, IServiceScopeFactory scopes, IConfiguration configuration)
    : TwoFactorRevalidatingAuthenticationStateProvider<AppUser>(logger, scopes)
{
    protected override TimeSpan RevalidationInterval =>
        configuration.GetValue("CircuitInterval", base.RevalidationInterval);
}
