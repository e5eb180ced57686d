using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// ASP.NET Core Identity creates a session's principal again every half hour. This keeps the epoch and the proof of the
/// second factor in it.
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
