using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

public sealed class SmsRegistrationTests
{
    [Fact]
    public void Calling_everything_twice_is_safe()
    {
        var services = new ServiceCollection();
        var builder = services.AddTwoFactor(o => o.Sealing.Keys = [Host.Key]).UseInMemoryStore();
        for (var i = 0; i < 2; i++)
            builder.AddSms().AddConsole();

        using var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
        );
        Assert.Single(provider.GetServices<IFactorMethod>(), m => m.Name == SmsFactor.Method);
        Assert.Single(provider.GetServices<ISmsGateway>());
        Assert.Single(provider.GetServices<IDeliveryReceiptReader>());
        Assert.Single(provider.GetServices<IGatewayHealth>());
    }

    [Fact]
    public async Task A_host_does_not_start_with_absurd_options_and_names_every_one()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddTwoFactor(o => o.Sealing.Keys = [Host.Key]).UseInMemoryStore().AddSms(AbsurdSms);
        using var host = builder.Build();
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(
            s_smsSettings.Order(StringComparer.Ordinal),
            e.Failures.Select(f => f.Split(' ')[0]).Order(StringComparer.Ordinal)
        );
    }

    private static readonly string[] s_smsSettings =
    [
        "TwoFactor:Sms:Regions:0",
        "TwoFactor:Sms:NumberTypes",
        "TwoFactor:Sms:CodeDigits",
        "TwoFactor:Sms:DefaultLanguage",
        "TwoFactor:Sms:Host",
        "TwoFactor:Sms:AndroidHash",
        "TwoFactor:Sms:Limits:PerNumberPerHour",
        "TwoFactor:Sms:Limits:LeastShare",
        "TwoFactor:Sms:Limits:ClosedFor",
        "TwoFactor:Sms:Delivery:Timeout",
        "TwoFactor:Sms:Delivery:Retries",
        "TwoFactor:Sms:Delivery:RetryDelay",
        "TwoFactor:Sms:Delivery:MaxRetryDelay",
        "TwoFactor:Sms:Delivery:BreakAfter",
        "TwoFactor:Sms:Delivery:BreakFor",
        "TwoFactor:Sms:Delivery:MisconfiguredBreakFor",
        "TwoFactor:Sms:Delivery:Routes:0:Gateways",
        "TwoFactor:Sms:Delivery:Routes:1:Weights",
        "TwoFactor:Sms:Delivery:Routes:1:Regions",
        "TwoFactor:Sms:Delivery:Routes:2:Gateways",
    ];

    private static void AbsurdSms(SmsOptions o)
    {
        o.Regions = ["XX"];
        o.NumberTypes = [PhoneNumberType.PremiumRate];
        o.CodeDigits = 5;
        o.DefaultLanguage = " ";
        o.Host = "https://example.com/";
        o.AndroidHash = "short";
        o.Limits = new SmsLimitOptions
        {
            PerNumberPerHour = -1,
            LeastShare = double.NaN,
            ClosedFor = TimeSpan.Zero,
        };
        o.Delivery = new SmsDeliveryOptions
        {
            Timeout = TimeSpan.Zero,
            Retries = 9,
            RetryDelay = TimeSpan.FromHours(1),
            MaxRetryDelay = TimeSpan.FromHours(1),
            BreakAfter = 1,
            BreakFor = TimeSpan.Zero,
            MisconfiguredBreakFor = TimeSpan.Zero,
            Routes =
            [
                new SmsRoute(),
                new SmsRoute
                {
                    Regions = ["XX"],
                    Gateways = ["a"],
                    Weights = [1, 2],
                },
                new SmsRoute { Gateways = ["a", "a"] },
            ],
        };
    }
}
