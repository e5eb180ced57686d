using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.Email;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers codes by e-mail.</summary>
public static class TwoFactorEmailExtensions
{
    /// <summary>
    /// Adds the method <c>email</c>. Add at least one gateway to the builder that is returned. Calling it twice is
    /// safe.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">
    /// Sets the options, those of the section <c>TwoFactor:Email</c>; null keeps what they are.
    /// </param>
    public static EmailBuilder AddEmail(this TwoFactorBuilder builder, Action<EmailOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (configure is not null)
            services.Configure(configure);

        services.AddOptionsWithValidateOnStart<EmailOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmailOptions>, EmailOptionsValidator>());
        services.TryAddSingleton<IMailTemplates, BuiltInMailTemplates>();
        services.TryAddSingleton<EmailComposer>();
        services.TryAddSingleton<NotMeLinks>();
        services.TryAddSingleton<EmailLimiter>();
        services.TryAddSingleton<MailGateways>();
        services.TryAddSingleton<MailDispatcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGatewayHealth, MailGatewayHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, EmailStartCheck>());
        builder.AddMethod<EmailMethod>();
        return new EmailBuilder(builder);
    }
}
