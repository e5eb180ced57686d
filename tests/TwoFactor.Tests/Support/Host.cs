using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>
/// The library as an app uses it, with a manual clock, an in-memory store, and everything it says recorded.
/// </summary>
internal sealed class Host : IAsyncDisposable
{
    public const string Key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private readonly ServiceProvider _services;

    private Host(ServiceProvider services, ManualClock clock, RecordingLogs logs)
    {
        _services = services;
        Clock = clock;
        Logs = logs;
    }

    public ManualClock Clock { get; }

    public RecordingLogs Logs { get; }

    public RecordingNotifier Notifier =>
        (RecordingNotifier)_services.GetServices<ITwoFactorNotifier>().Single(n => n is RecordingNotifier);

    public IEnrollmentService Enrollment => Get<IEnrollmentService>();

    public IChallengeService Challenges => Get<IChallengeService>();

    public IVerificationService Verification => Get<IVerificationService>();

    public IResetService Reset => Get<IResetService>();

    public ISignInService SignIn => Get<ISignInService>();

    public IPolicyService Policy => Get<IPolicyService>();

    public IAuditService Audit => Get<IAuditService>();

    public IAdministrationService Administration => Get<IAdministrationService>();

    public IAccountStore Store => Get<IAccountStore>();

    public static Host Create(
        Action<TwoFactorOptions>? configure = null,
        Action<TwoFactorBuilder>? build = null,
        ManualClock? clock = null
    )
    {
        clock ??= new ManualClock();
        var logs = new RecordingLogs();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var builder = services.AddTwoFactor(options =>
        {
            options.Issuer = "Example";
            options.Sealing.Keys.Add(Key);
            options.RecoveryCodes.HashIterations = 1_000;
            configure?.Invoke(options);
        });
        builder.UseInMemoryStore().AddNotifier<RecordingNotifier>();
        build?.Invoke(builder);
        return new Host(services.BuildServiceProvider(), clock, logs);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public FreshProof Proof(string? code = null) => new() { PasswordVerifiedAt = Clock.Now, Code = code };

    /// <summary>A user with one active TOTP factor. The clock is moved on, so that the next code is fresh.</summary>
    public async Task<EnrolledUser> EnrollAsync(string userId = "alice", string? proofCode = null)
    {
        var pending = await BeginAsync(userId, proofCode);
        var confirmation = await Enrollment.ConfirmAsync(userId, pending.FactorId, pending.Code(this));
        Assert.Equal(TwoFactorOutcome.Accepted, confirmation.Outcome);
        Clock.NextStep();
        return pending with { RecoveryCodes = confirmation.RecoveryCodes ?? [] };
    }

    public async Task<EnrolledUser> BeginAsync(string userId = "alice", string? proofCode = null)
    {
        var result = await Enrollment.EnrollAsync(new EnrollmentRequest { UserId = userId, Proof = Proof(proofCode) });
        Assert.Equal(TwoFactorOutcome.Accepted, result.Outcome);
        var uri = OtpAuthUri.Parse(result.Uri);
        return new EnrolledUser(userId, result.FactorId!, uri.Value!.Secret.ToArray(), uri.Value.Parameters, []);
    }

    public Task<VerificationResult> VerifyAsync(EnrolledUser user, string code, string? challengeId = null) =>
        Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = user.UserId,
                Code = code,
                ChallengeId = challengeId,
            }
        );

    public async Task<List<AuditEvent>> EventsAsync(string? userId = "alice")
    {
        var events = new List<AuditEvent>();
        await foreach (var auditEvent in Audit.ReadAsync(userId))
            events.Add(auditEvent);

        return events;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
