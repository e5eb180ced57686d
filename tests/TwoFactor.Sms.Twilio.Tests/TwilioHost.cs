using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>The library with Twilio as an app registers it, and everything it says recorded.</summary>
internal sealed class TwilioHost : IAsyncDisposable
{
    public const string Token = "a-token-that-nobody-may-see-0123";
    public const string KeySecret = "a-secret-that-nobody-may-see-456";
    public const string Number = "+819012345678";

    private readonly ServiceProvider _services;

    private TwilioHost(ServiceProvider services, RecordingLogs logs)
    {
        _services = services;
        Logs = logs;
    }

    public RecordingLogs Logs { get; }

    public TwilioSmsGateway Gateway =>
        (TwilioSmsGateway)_services.GetServices<ISmsGateway>().Single(g => g is TwilioSmsGateway);

    public IEnrollmentService Enrollment => _services.GetRequiredService<IEnrollmentService>();

    public IVerificationService Verification => _services.GetRequiredService<IVerificationService>();

    public IChallengeService Challenges => _services.GetRequiredService<IChallengeService>();

    public IDeliveryReceiptService Receipts => _services.GetRequiredService<IDeliveryReceiptService>();

    public static TwilioHost Create(
        Uri? url,
        Action<TwilioOptions>? twilio = null,
        Action<TwoFactorOptions>? options = null,
        Action<SmsOptions>? sms = null,
        Action<TwoFactorBuilder>? build = null,
        Action<IServiceCollection>? services = null
    )
    {
        var logs = new RecordingLogs();
        var collection = new ServiceCollection();
        collection.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var builder = collection
            .AddTwoFactor(o =>
            {
                o.Issuer = "Example";
                o.Sealing.Keys.Add("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
                options?.Invoke(o);
            })
            .UseInMemoryStore();
        builder.AddSms(o =>
        {
            o.Regions = ["all"];
            o.Delivery.RetryDelay = TimeSpan.Zero;
            sms?.Invoke(o);
        });
        builder.AddTwilioSms(o =>
        {
            (o.AccountSid, o.AuthToken, o.From, o.BaseUrl) = (FakeTwilio.Account, Token, "+12025550123", url);
            if (url is not null)
                (o.LookupUrl, o.VerifyUrl) = (url, url);

            twilio?.Invoke(o);
        });
        build?.Invoke(builder);
        services?.Invoke(collection);
        return new TwilioHost(collection.BuildServiceProvider(), logs);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static SmsMessage Message(string to = Number) =>
        new()
        {
            To = to,
            Region = "JP",
            Body = "123456 is your Example code. Never share it.",
            Code = "123456",
            IsUnconfirmed = true,
            SentAt = ManualClock.Start,
            ValidFor = TimeSpan.FromMinutes(5),
            Number = 1,
            Reference = "reference",
        };

    public Task<EnrollmentResult> EnrollAsync(
        string user = "alice",
        string number = Number,
        string method = "sms",
        CancellationToken cancellationToken = default
    ) =>
        Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Method = method,
                Input = new Dictionary<string, string>(StringComparer.Ordinal) { [SmsInput.PhoneNumber] = number },
                Proof = new FreshProof { PasswordVerifiedAt = DateTimeOffset.UtcNow },
            },
            cancellationToken
        );

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
