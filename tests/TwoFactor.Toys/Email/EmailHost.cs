using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Toys.Email;

/// <summary>An app that adds the method to the library, and a user who reads mail.</summary>
internal sealed class EmailHost : IAsyncDisposable
{
    public const string Key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    public const string Address = "alice@example.com";

    private readonly ServiceProvider _services;

    public EmailHost(Action<TwoFactorBuilder>? build = null, Action<TwoFactorOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        var builder = services
            .AddTwoFactor(o =>
            {
                o.Sealing.Keys.Add(Key);
                o.RecoveryCodes.HashIterations = 1_000;
                configure?.Invoke(o);
            })
            .UseInMemoryStore()
            .AddNotifier<RecordingNotifier>()
            .AddToyEmail();
        build?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public ToyMailer Mailer => Get<ToyMailer>();

    public IEnrollmentService Enrollment => Get<IEnrollmentService>();

    public IChallengeService Challenges => Get<IChallengeService>();

    public IVerificationService Verification => Get<IVerificationService>();

    public IDeliveryReceiptService Receipts => Get<IDeliveryReceiptService>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<EnrollmentResult> BeginAsync(
        string address = Address,
        string user = "alice",
        string? replaces = null,
        string? language = null
    ) =>
        Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Method = EmailMethod.MethodName,
                Input = new Dictionary<string, string>(StringComparer.Ordinal) { [EmailMethod.Address] = address },
                Proof = new FreshProof { PasswordVerifiedAt = Clock.Now, SecondFactorVerifiedAt = Clock.Now },
                ReplacesFactorId = replaces,
                Origin = new RequestOrigin { Language = language },
            }
        );

    public async Task<string> EnrollAsync(string address = Address, string user = "alice")
    {
        var pending = await BeginAsync(address, user);
        Assert.True(pending.Succeeded, $"{pending.Outcome} {pending.Message}");
        Assert.True((await Enrollment.ConfirmAsync(user, pending.FactorId!, Mailer.LastCode)).Succeeded);
        Clock.Advance(TimeSpan.FromMinutes(1));
        return pending.FactorId!;
    }

    public Task<TwoFactorChallenge> ChallengeAsync(ChallengePurpose purpose = ChallengePurpose.SignIn) =>
        Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice", Purpose = purpose });

    public Task<VerificationResult> VerifyAsync(string code, string? challengeId = null) =>
        Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = code,
                ChallengeId = challengeId,
            }
        );

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
