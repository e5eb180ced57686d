using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// ASP.NET Core Identity makes the principal of a session anew every half hour: it stays bound to the epoch and to the
/// second factor that it passed.
/// </summary>
internal sealed class KeepClaimsOnRefresh : IPostConfigureOptions<SecurityStampValidatorOptions>
{
    public void PostConfigure(string? name, SecurityStampValidatorOptions options)
    {
        var before = options.OnRefreshingPrincipal;
        options.OnRefreshingPrincipal = async context =>
        {
            if (before is not null)
                await before(context).ConfigureAwait(false);

            if (context is { NewPrincipal: { } fresh, CurrentPrincipal: { } current })
                fresh.CopyTwoFactorClaims(current);
        };
    }
}
