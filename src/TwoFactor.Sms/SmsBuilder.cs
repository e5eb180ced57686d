using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TwoFactor.Sms;

/// <summary>The builder that <c>AddSms()</c> returns. Add gateways and message texts here.</summary>
public sealed class SmsBuilder
{
    internal SmsBuilder(TwoFactorBuilder twoFactor) => TwoFactor = twoFactor;

    /// <summary>The builder of <c>AddTwoFactor()</c>, to add further methods.</summary>
    public TwoFactorBuilder TwoFactor { get; }

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services => TwoFactor.Services;

    /// <summary>
    /// Adds a gateway. Gateways are tried in the order in which they were added, unless routes say otherwise. Adding
    /// the same class twice is safe.
    /// </summary>
    /// <typeparam name="TGateway">The gateway; one instance serves all users.</typeparam>
    public SmsBuilder AddGateway<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TGateway
    >()
        where TGateway : class, ISmsGateway
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<ISmsGateway, TGateway>());
        return this;
    }

    /// <summary>
    /// Adds a gateway made by a factory. You may add several gateways of one class if their names differ. Two gateways
    /// of the same name are an error at start.
    /// </summary>
    /// <typeparam name="TGateway">The gateway; one instance serves all users.</typeparam>
    /// <param name="factory">Makes the one instance of the gateway.</param>
    public SmsBuilder AddGateway<TGateway>(Func<IServiceProvider, TGateway> factory)
        where TGateway : class, ISmsGateway
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.AddSingleton<ISmsGateway>(factory);
        return this;
    }

    /// <summary>
    /// Adds the development gateway <c>outbox</c>. It sends nothing. It writes each message to a JSON file with
    /// <c>to</c>, <c>body</c> and <c>sentAt</c>. The files hold codes and numbers in plain text: never use it in
    /// production.
    /// </summary>
    /// <param name="folder">The folder; it is created if missing.</param>
    /// <exception cref="ArgumentException">The folder is empty.</exception>
    public SmsBuilder AddOutbox(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ISmsGateway, OutboxSmsGateway>(_ => new OutboxSmsGateway(folder))
        );
        return this;
    }

    /// <summary>
    /// Adds the development gateway <c>console</c>. It sends nothing. It writes each message, with its code, to the
    /// standard error stream: never use it in production.
    /// </summary>
    public SmsBuilder AddConsole() => AddGateway<ConsoleSmsGateway>();

    /// <summary>Uses your own message texts.</summary>
    /// <typeparam name="TTemplates">Your class of message texts.</typeparam>
    public SmsBuilder UseTemplates<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTemplates
    >()
        where TTemplates : class, IMessageTemplates
    {
        Services.Replace(ServiceDescriptor.Singleton<IMessageTemplates, TTemplates>());
        return this;
    }
}
