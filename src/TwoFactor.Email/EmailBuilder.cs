using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>What <c>AddEmail()</c> returns: gateways and texts plug in here.</summary>
public sealed class EmailBuilder
{
    internal EmailBuilder(TwoFactorBuilder twoFactor) => TwoFactor = twoFactor;

    /// <summary>The builder of <c>AddTwoFactor()</c>, to go on with.</summary>
    public TwoFactorBuilder TwoFactor { get; }

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services => TwoFactor.Services;

    /// <summary>Adds the gateway <c>smtp</c>: one mail server, reached by SMTP over TLS.</summary>
    /// <param name="configure">
    /// Sets the options, those of the section <c>TwoFactor:Smtp</c>; null keeps what they are.
    /// </param>
    public EmailBuilder AddSmtp(Action<SmtpOptions>? configure = null)
    {
        if (configure is not null)
            Services.Configure(configure);

        Services.AddOptionsWithValidateOnStart<SmtpOptions>();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>());
        return AddGateway<SmtpMailGateway>();
    }

    /// <summary>
    /// Adds a gateway. Gateways are tried in the order in which they were added. Adding the same class twice is safe.
    /// </summary>
    /// <typeparam name="TGateway">The gateway; one instance serves all users.</typeparam>
    public EmailBuilder AddGateway<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TGateway
    >()
        where TGateway : class, IMailGateway
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IMailGateway, TGateway>());
        return this;
    }

    /// <summary>
    /// Adds a gateway that a factory makes. Several of one class may be added if their names differ; two of one name
    /// are an error at the start.
    /// </summary>
    /// <typeparam name="TGateway">The gateway; one instance serves all users.</typeparam>
    /// <param name="factory">Makes the one instance.</param>
    public EmailBuilder AddGateway<TGateway>(Func<IServiceProvider, TGateway> factory)
        where TGateway : class, IMailGateway
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.AddSingleton<IMailGateway>(factory);
        return this;
    }

    /// <summary>
    /// Adds the development gateway <c>outbox</c>: it sends nothing and writes each message to a JSON file with
    /// <c>to</c>, <c>subject</c>, <c>body</c> and <c>sentAt</c>. The files hold codes and addresses in plain text:
    /// never use it in production.
    /// </summary>
    /// <param name="folder">The folder; it is made if missing.</param>
    /// <exception cref="ArgumentException">The folder is empty.</exception>
    public EmailBuilder AddOutbox(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IMailGateway, OutboxMailGateway>(_ => new OutboxMailGateway(folder))
        );
        return this;
    }

    /// <summary>Takes the texts of messages from a class of yours.</summary>
    /// <typeparam name="TTemplates">The texts.</typeparam>
    public EmailBuilder UseTemplates<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTemplates
    >()
        where TTemplates : class, IMailTemplates
    {
        Services.Replace(ServiceDescriptor.Singleton<IMailTemplates, TTemplates>());
        return this;
    }
}
