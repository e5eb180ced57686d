using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.AspNetCore;
using TwoFactor.AspNetCore.UI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the pages.</summary>
public static class TwoFactorPagesExtensions
{
    private const string SharedViews = "/Areas/TwoFactor/Pages/Shared/{0}.cshtml";

    /// <summary>
    /// Adds the pages: the code at sign-in, set-up, recovery codes, profile, step-up, administration. It calls
    /// <c>AddAspNetCore()</c> and <c>AddRazorPages()</c>. <c>MapTwoFactorPages()</c> puts them into the app. Calling it
    /// twice is safe.
    /// </summary>
    /// <param name="builder">The builder that <c>AddTwoFactor()</c> returns.</param>
    /// <param name="configure">Sets the options; null keeps the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TwoFactorBuilder AddTwoFactorPages(
        this TwoFactorBuilder builder,
        Action<TwoFactorPagesOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.AddAspNetCore().Services;
        services.AddOptionsWithValidateOnStart<TwoFactorPagesOptions>();
        if (configure is not null)
            services.Configure(configure);

        services.AddRazorPages().ConfigureApplicationPartManager(AddParts);
        services.Configure<RazorViewEngineOptions>(o =>
        {
            // Pages of the host may use the layout and the partials too.
            if (!o.PageViewLocationFormats.Contains(SharedViews))
                o.PageViewLocationFormats.Add(SharedViews);
        });
        if (services.Any(s => s.ServiceType == typeof(PageKeeping)))
            return builder;

        services.AddSingleton<IValidateOptions<TwoFactorPagesOptions>, TwoFactorPagesOptionsValidator>();
        services.AddSingleton<IPostConfigureOptions<TwoFactorHttpOptions>, StepUpPage>();
        services.AddSingleton<PageKeeping>();
        services.AddSingleton<PasswordLimiter>();
        services.AddSingleton<PageLanguages>();
        services.AddSingleton<PageRoutes>();
        services.AddScoped<TwoFactorTexts>();
        services.AddScoped<PhoneChoice>();
        services.AddOptions<RazorPagesOptions>().Configure<PageRoutes>((o, routes) => o.Conventions.Add(routes));
        services.TryAddSingleton(TimeProvider.System);
        return builder;
    }

    // The Web SDK lists the application parts of a host at build time. Other hosts, e.g. in tests, get them here.
    private static void AddParts(ApplicationPartManager parts)
    {
        var assembly = typeof(TwoFactorPagesOptions).Assembly;
        foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly))
        {
            if (!parts.ApplicationParts.Any(p => p.Name == part.Name && p.GetType() == part.GetType()))
                parts.ApplicationParts.Add(part);
        }
    }
}
