using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.WebAuthn;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers passkeys and security keys.</summary>
public static class TwoFactorWebAuthnExtensions
{
    /// <summary>
    /// Adds the method <c>webauthn</c>. The relying party's id and origins must be set. Calling it twice is safe.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">
    /// Sets the options, those of the section <c>TwoFactor:WebAuthn</c>; null keeps what they are.
    /// </param>
    public static TwoFactorBuilder AddWebAuthn(this TwoFactorBuilder builder, Action<WebAuthnOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        if (configure is not null)
            services.Configure(configure);

        services.AddOptionsWithValidateOnStart<WebAuthnOptions>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WebAuthnOptions>, WebAuthnOptionsValidator>()
        );
        services.TryAddSingleton<RelyingParty>();
        return builder.AddMethod<WebAuthnMethod>();
    }
}
