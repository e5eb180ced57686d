using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TwoFactor.AspNetCore.UI;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the pages.</summary>
public static class TwoFactorPagesEndpointExtensions
{
    /// <summary>
    /// Maps the pages of <c>AddTwoFactorPages()</c>, with their style sheet and script, under
    /// <see cref="TwoFactorPagesOptions.Prefix"/>; and the host's own Razor Pages, as <c>MapRazorPages()</c> does.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <returns>The conventions of all Razor Pages of the app.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddTwoFactorPages()</c> was not called, or the options name an authorization policy that does not exist.
    /// </exception>
    public static PageActionEndpointConventionBuilder MapTwoFactorPages(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<PageKeeping>() is null)
            throw new InvalidOperationException(
                "MapTwoFactorPages() finds no pages. Call AddTwoFactorPages() on what AddTwoFactor() returns."
            );

        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<TwoFactorPagesOptions>>().Value;
        foreach (var name in new[] { options.HelpDeskPolicy, options.AdministratorPolicy }.OfType<string>())
            ThrowIfUnknown(endpoints, name);

        PageAssets.Map(endpoints, options);
        return endpoints.MapRazorPages();
    }

    // Without this check, each request would fail. Do not wait for a policy provider of the host that needs I/O.
    private static void ThrowIfUnknown(IEndpointRouteBuilder endpoints, string name)
    {
        var found = endpoints.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(name);
#pragma warning disable RS0030 // The task is complete.
        if (found.IsCompletedSuccessfully && found.Result is null)
#pragma warning restore RS0030
            throw new InvalidOperationException(
                $"AddTwoFactorPages() names the authorization policy '{name}', and there is none. Add it with "
                    + $"AddAuthorizationBuilder().AddPolicy(\"{name}\", …), or correct the name."
            );
    }
}
