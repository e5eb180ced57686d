using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TwoFactor.Toys.Email;

/// <summary>Registers the method, as its package would.</summary>
internal static class ToyEmailExtensions
{
    public static TwoFactorBuilder AddToyEmail(this TwoFactorBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<ToyMailer>();
        services.TryAddSingleton<EmailLimits>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IDeliveryReceiptReader, ToyMailer>(p => p.GetRequiredService<ToyMailer>())
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IGatewayHealth, ToyMailer>(p => p.GetRequiredService<ToyMailer>())
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, EmailStartCheck>());
        return builder.AddMethod<EmailMethod>();
    }
}
