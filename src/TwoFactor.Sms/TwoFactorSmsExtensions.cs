using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Polly;
using TwoFactor;
using TwoFactor.Sms;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers codes by SMS.</summary>
public static class TwoFactorSmsExtensions
{
    /// <summary>
    /// Adds the method <c>sms</c>. Then add at least one gateway to the returned builder, and set the regions that
    /// codes may be sent to. A gateway's own extension, such as <c>AddTwilioSms()</c>, already calls this method.
    /// Calling it twice is safe.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">
    /// Sets the options, after those of the section <c>TwoFactor:Sms</c>; null sets none.
    /// </param>
    public static SmsBuilder AddSms(this TwoFactorBuilder builder, Action<SmsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
            builder.Services.Configure(configure);

        var services = builder.AddSmsLimits().Services;
        services.TryAddSingleton<IMessageTemplates, BuiltInTemplates>();
        services.TryAddSingleton<SmsComposer>();
        services.AddResiliencePipelineRegistry<SmsPipelineKey>(o =>
        {
            o.BuilderNameFormatter = _ => SmsPipelineTelemetry.PipelineName;
            o.InstanceNameFormatter = key => key.Gateway;
        });
        services.TryAddSingleton<SmsGateways>();
        services.TryAddSingleton<SmsDispatcher>();
        services.TryAddSingleton<SmsFeedback>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeliveryReceiptReader, SmsReceiptReader>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGatewayHealth, SmsGatewayHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, SmsStartCheck>());
        builder.AddMethod<SmsMethod>();
        return new SmsBuilder(builder);
    }

    /// <summary>
    /// Adds <see cref="ISmsLimiter"/> with the limits of the section <c>TwoFactor:Sms</c>, for methods that send to
    /// phones through a vendor of their own. <see cref="AddSms"/> includes it.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    public static TwoFactorBuilder AddSmsLimits(this TwoFactorBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptionsWithValidateOnStart<SmsOptions>();
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SmsOptions>, SmsOptionsValidator>()
        );
        builder.Services.TryAddSingleton<SmsBuckets>();
        builder.Services.TryAddSingleton<ISmsLimiter, SmsLimiter>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, SmsLimitsCheck>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, PhonePlansCheck>());
        return builder;
    }
}
