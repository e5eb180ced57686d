using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.Sms;
using TwoFactor.Sms.Twilio;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Twilio.</summary>
public static class TwoFactorTwilioExtensions
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds the method <c>sms</c> with Twilio as its gateway <c>twilio</c>. Calling it twice is safe.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">
    /// Sets the options, e.g. binds them to the configuration section <c>TwoFactor:Twilio</c>.
    /// </param>
    public static SmsBuilder AddTwilioSms(this TwoFactorBuilder builder, Action<TwilioOptions> configure)
    {
        AddTwilio(builder, configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TwilioOptions>, TwilioSenderValidator>()
        );
        builder.Services.TryAddSingleton<TwilioSignature>();
        return builder.AddSms().AddGateway<TwilioSmsGateway>();
    }

    /// <summary>
    /// Adds the method <c>twilio_verify</c>: Twilio Verify makes, sends and checks the codes. Use it beside <c>sms</c>
    /// or in its place; the limits of <c>TwoFactor:Sms</c> apply to both. Calling it twice is safe.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">
    /// Sets the options, including <see cref="TwilioOptions.VerifyServiceSid"/>. No sender is needed.
    /// </param>
    public static TwoFactorBuilder AddTwilioVerify(this TwoFactorBuilder builder, Action<TwilioOptions> configure)
    {
        AddTwilio(builder, configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TwilioOptions>, TwilioVerifyValidator>()
        );
        return builder.AddSmsLimits().AddMethod<TwilioVerifyMethod>();
    }

    private static void AddTwilio(TwoFactorBuilder builder, Action<TwilioOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<TwilioOptions>().Configure(configure);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TwilioOptions>, TwilioOptionsValidator>()
        );
        if (services.Any(s => s.ServiceType == typeof(TwilioClient)))
            return;

        services.AddSingleton<TwilioClient>();

        // This client has no handlers of the host: they may retry, and a retried POST sends a second message. Its
        // requests are neither logged nor traced: their headers hold the credentials, and the path of a lookup holds
        // the number. The gateway's pipeline sets the timeout. Connecting has a timeout of its own, so a request that
        // never arrived is known as such.
        services
            .AddHttpClient(TwilioClient.HttpClientName, c => c.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    ActivityHeadersPropagator = null,
                    ConnectTimeout = s_connectTimeout,
                    PooledConnectionLifetime = s_connectionLifetime,
                }
            );
    }
}
