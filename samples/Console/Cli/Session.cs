using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>The library, configured from the command's options.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Session(ServiceProvider services, StoreLocation location, SmsSetup sms, TimeProvider clock)
    {
        _services = services;
        Location = location;
        Sms = sms;
        Clock = clock;
    }

    public StoreLocation Location { get; }

    public SmsSetup Sms { get; }

    public TimeProvider Clock { get; }

    public IEnrollmentService Enrollment => _services.GetRequiredService<IEnrollmentService>();

    public IChallengeService Challenges => _services.GetRequiredService<IChallengeService>();

    public IVerificationService Verification => _services.GetRequiredService<IVerificationService>();

    public IResetService Reset => _services.GetRequiredService<IResetService>();

    public ISignInService SignIn => _services.GetRequiredService<ISignInService>();

    public IPolicyService Policy => _services.GetRequiredService<IPolicyService>();

    public IAuditService Audit => _services.GetRequiredService<IAuditService>();

    public IAdministrationService Administration => _services.GetRequiredService<IAdministrationService>();

    public IQrRenderer Qr => _services.GetRequiredService<IQrRenderer>();

    public static async Task<Session> OpenAsync(
        StoreLocation location,
        SmsSetup sms,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        var builder = services.AddTwoFactor(options =>
        {
            options.Sealing.AllowEphemeralKey = location.IsMemory;
            configuration.GetSection("TwoFactor").Bind(options);
            location.ChooseKey(options.Sealing);
        });
        AddSms(builder, sms, configuration.GetSection("TwoFactor"));
        AddEmail(builder, sms, configuration.GetSection("TwoFactor"));
        location.Use(builder);
        var session = new Session(services.BuildServiceProvider(), location, sms, clock);
        try
        {
            await session.EnsureKeyAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Proof that the user has just entered the password. A real app asks for it. This sample has no passwords, and the
    /// person who runs it owns the store anyway.
    /// </summary>
    public FreshProof Proof(string? code) => new() { PasswordVerifiedAt = Clock.GetUtcNow(), Code = code };

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static void AddSms(TwoFactorBuilder builder, SmsSetup sms, IConfigurationSection configuration)
    {
        var messages = builder.AddSms(options =>
        {
            configuration.GetSection("Sms").Bind(options);
            sms.ChooseRegions(options);
        });
        var twilio = configuration.GetSection("Twilio");
        if (sms.IsOutboxChosen || !twilio.Exists())
            messages.AddOutbox(sms.Outbox);
        else
            builder.AddTwilioSms(twilio.Bind);
    }

    private static void AddEmail(TwoFactorBuilder builder, SmsSetup messages, IConfigurationSection configuration)
    {
        var email = builder.AddEmail(configuration.GetSection("Email").Bind);
        var smtp = configuration.GetSection("Smtp");
        if (messages.IsOutboxChosen || !smtp.Exists())
            email.AddOutbox(messages.Outbox);
        else
            email.AddSmtp(smtp.Bind);
    }

    // Only a new store gets a new key. A store with records but no key is an error, because a new key could decrypt
    // none of them. Keys that are configured elsewhere are checked by the library, which reports what is wrong with
    // them.
    private async Task EnsureKeyAsync(CancellationToken cancellationToken)
    {
        var options = new TwoFactorOptions();
        _services.GetRequiredService<IConfigureOptions<TwoFactorOptions>>().Configure(options);
        if (
            Location.IsMemory
            || options.Sealing.Keys.Count > 0
            || options.Sealing.KeyFile is not { } keyFile
            || File.Exists(keyFile)
        )
            return;

        var isNew =
            (
                await _services
                    .GetRequiredService<IAccountStore>()
                    .ListAsync(options.Tenant, null, 1, cancellationToken)
            ).Count == 0
            && await _services.GetRequiredService<IPolicyStore>().ReadPolicyAsync(options.Tenant, cancellationToken)
                is null;

        // Meanwhile another process may have created the key and the first account.
        if (!isNew && !File.Exists(keyFile))
            throw new UsageException(
                $"The store '{Location.Name}' has records, but its key file '{keyFile}' is missing. Restore "
                    + "the key file from a backup, or name it with --key-file. Without it the records cannot be opened."
            );

        try
        {
            SealingKeyFile.TryCreate(keyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"The key file '{keyFile}' cannot be made: {e.Message} Name a place that you may write to "
                    + "with --key-file."
            );
        }
    }
}
