using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>An app with codes by e-mail, and a user who reads them.</summary>
internal sealed class EmailHost : IAsyncDisposable
{
    public const string Address = "alice@example.com";

    private readonly ServiceProvider _services;

    public EmailHost(
        Action<EmailOptions>? configure = null,
        Action<EmailBuilder>? build = null,
        Action<TwoFactorOptions>? common = null
    )
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        var email = services
            .AddTwoFactor(o =>
            {
                o.Issuer = "Example";
                o.Sealing.Keys.Add("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
                o.RecoveryCodes.HashIterations = 1_000;
                common?.Invoke(o);
            })
            .UseInMemoryStore()
            .AddNotifier<RecordingNotifier>()
            .AddEmail(configure);
        if (build is null)
            email.AddGateway(_ => Mail);
        else
            build(email);

        _services = services.BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public FakeMail Mail { get; } = new("fake");

    public IEnrollmentService Enrollment => Get<IEnrollmentService>();

    public IChallengeService Challenges => Get<IChallengeService>();

    public IVerificationService Verification => Get<IVerificationService>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<EnrollmentResult> BeginAsync(
        string address = Address,
        string user = "alice",
        string? language = null,
        string? network = null,
        string? replaces = null
    ) =>
        Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Method = EmailFactor.Method,
                Input = new Dictionary<string, string>(StringComparer.Ordinal) { [EmailInput.Address] = address },
                Proof = new FreshProof { PasswordVerifiedAt = Clock.Now, SecondFactorVerifiedAt = Clock.Now },
                ReplacesFactorId = replaces,
                Origin = new RequestOrigin
                {
                    Language = language,
                    Address = network is null ? null : IPAddress.Parse(network),
                },
            }
        );

    public async Task<string> EnrollAsync(string address = Address, string user = "alice")
    {
        var pending = await BeginAsync(address, user);
        Assert.True(pending.Succeeded, $"{pending.Outcome} {pending.Message}");
        Assert.True((await Enrollment.ConfirmAsync(user, pending.FactorId!, Mail.LastCode)).Succeeded);
        Clock.Advance(TimeSpan.FromMinutes(1));
        return pending.FactorId!;
    }

    public Task<TwoFactorChallenge> ChallengeAsync(string user = "alice") =>
        Challenges.ChallengeAsync(new ChallengeRequest { UserId = user });

    public Task<VerificationResult> VerifyAsync(string code, string? challengeId, string user = "alice") =>
        Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = user,
                Code = code,
                ChallengeId = challengeId,
            }
        );

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
