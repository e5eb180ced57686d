using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void Calling_everything_twice_is_safe()
    {
        var services = new ServiceCollection();
        for (var i = 0; i < 2; i++)
            services
                .AddTwoFactor(o => o.Sealing.Keys = [Host.Key])
                .UseInMemoryStore()
                .AddMethod<ToySender>()
                .AddNotifier<RecordingNotifier>();

        using var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
        );
        Assert.Equal(4, provider.GetServices<IFactorMethod>().Count());
        Assert.Single(provider.GetServices<ITwoFactorNotifier>());
        Assert.Single(services, d => d.ServiceType == typeof(IAccountStore));
        Assert.Same(provider.GetRequiredService<IAccountStore>(), provider.GetRequiredService<IAuditStore>());
    }

    [Fact]
    public void A_missing_store_is_an_error_that_names_the_remedy()
    {
        var services = new ServiceCollection();
        services.AddTwoFactor(o => o.Sealing.Keys = [Host.Key]);
        using var provider = services.BuildServiceProvider();
        var e = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IVerificationService>());
        Assert.Contains("UseSqlite", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_methods_of_one_name_are_an_error()
    {
        var services = new ServiceCollection();
        services
            .AddTwoFactor(o => o.Sealing.Keys = [Host.Key])
            .UseInMemoryStore()
            .AddMethod<ToySender>()
            .AddMethod<OtherToy>();
        using var provider = services.BuildServiceProvider();
        var e = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IVerificationService>());
        Assert.Contains("named 'toy'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_with_absurd_options_and_names_every_one()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddTwoFactor(Absurd).UseInMemoryStore();
        using var host = builder.Build();
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(
            s_settings.Order(StringComparer.Ordinal),
            e.Failures.Select(f => f.Split(' ')[0]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_bare_provider_refuses_at_the_first_use()
    {
        var services = new ServiceCollection();
        services.AddTwoFactor(Absurd).UseInMemoryStore();
        using var provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IVerificationService>());
    }

    [Fact]
    [Trait("Req", "R80")]
    public async Task Outside_development_a_host_does_not_start_without_a_key()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddTwoFactor(o => o.Sealing.AllowEphemeralKey = false).UseInMemoryStore();
        using var host = builder.Build();
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("TwoFactor:Sealing:KeyFile", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_valid() =>
        Assert.Empty(new TwoFactorOptions { Sealing = { Keys = [Host.Key] } }.Problems());

    private static readonly string[] s_settings =
    [
        "TwoFactor:Issuer",
        "TwoFactor:Tenant",
        "TwoFactor:ClockSkewTolerance",
        "TwoFactor:MaxWriteAttempts",
        "TwoFactor:Totp:Algorithm",
        "TwoFactor:Totp:Digits",
        "TwoFactor:Totp:Period",
        "TwoFactor:Totp:SecretBytes",
        "TwoFactor:Totp:Window",
        "TwoFactor:Totp:MaxLearntDrift",
        "TwoFactor:Attempts:Budget",
        "TwoFactor:Attempts:DisableAfter",
        "TwoFactor:Attempts:Locks:0",
        "TwoFactor:Attempts:Locks:2",
        "TwoFactor:Enrollment:PendingLifetime",
        "TwoFactor:Enrollment:ReauthenticationMaxAge",
        "TwoFactor:Enrollment:MaxFactors",
        "TwoFactor:Challenges:Lifetime",
        "TwoFactor:Challenges:MaxOpen",
        "TwoFactor:Challenges:SendWaits",
        "TwoFactor:RecoveryCodes:Count",
        "TwoFactor:RecoveryCodes:WarnAt",
        "TwoFactor:RecoveryCodes:HashIterations",
        "TwoFactor:Reset:MaxTemporaryCodeLifetime",
        "TwoFactor:Reset:TemporaryCodeLifetime",
        "TwoFactor:TrustedDevices:Lifetime",
        "TwoFactor:TrustedDevices:MaxDevices",
        "TwoFactor:Sealing:Keys:0",
    ];

    private static void Absurd(TwoFactorOptions o)
    {
        (o.Issuer, o.Tenant, o.ClockSkewTolerance, o.MaxWriteAttempts) = (
            "a:b",
            new string('t', 65),
            TimeSpan.FromHours(1),
            0
        );
        (o.Totp.Algorithm, o.Totp.Digits, o.Totp.Period, o.Totp.SecretBytes, o.Totp.Window, o.Totp.MaxLearntDrift) = (
            (TotpAlgorithm)9,
            10,
            TimeSpan.FromMilliseconds(30_500),
            8,
            3,
            11
        );
        (o.Attempts.Budget, o.Attempts.DisableAfter, o.Attempts.Locks) = (
            0,
            101,
            [TimeSpan.Zero, TimeSpan.FromHours(2), TimeSpan.FromHours(1)]
        );
        (o.Enrollment.PendingLifetime, o.Enrollment.ReauthenticationMaxAge, o.Enrollment.MaxFactors) = (
            TimeSpan.Zero,
            TimeSpan.FromDays(1),
            0
        );
        (o.Challenges.Lifetime, o.Challenges.MaxOpen, o.Challenges.SendWaits) = (
            TimeSpan.FromHours(1),
            0,
            [TimeSpan.Zero]
        );
        (o.RecoveryCodes.Count, o.RecoveryCodes.WarnAt, o.RecoveryCodes.HashIterations) = (3, 3, 1);
        (o.Reset.MaxTemporaryCodeLifetime, o.Reset.TemporaryCodeLifetime) = (TimeSpan.FromDays(8), TimeSpan.Zero);
        (o.TrustedDevices.Lifetime, o.TrustedDevices.MaxDevices) = (TimeSpan.FromDays(365), 0);
        o.Sealing.Keys = ["short"];
    }

    private sealed class OtherToy : IFactorMethod
    {
        public string Name => ToySender.MethodName;

        public FactorMethodTraits Traits { get; } = new();

        public FactorDraft Begin(FactorEnrollment enrollment) => FactorDraft.Refuse("never");

        public FactorCheck Check(in FactorAttempt attempt) => FactorCheck.Wrong;
    }

    [Fact]
    public async Task A_start_check_runs_once_whether_the_host_starts_or_the_first_service_is_used()
    {
        var check = new CountingCheck();
        await using var host = Host.Create(build: b => b.Services.AddSingleton<IStartCheck>(check));
        host.Get<IStartupValidator>().Validate();
        await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal(1, check.Runs);
    }

    private sealed class CountingCheck : IStartCheck
    {
        public int Runs { get; private set; }

        public void Run() => Runs++;
    }
}
