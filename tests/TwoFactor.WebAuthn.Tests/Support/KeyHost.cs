using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>An app with security keys, and a user who has some.</summary>
internal sealed class KeyHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public KeyHost(Action<WebAuthnOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services
            .AddTwoFactor(o =>
            {
                o.Issuer = "Example";
                o.Sealing.Keys.Add("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
                o.RecoveryCodes.HashIterations = 1_000;
            })
            .UseInMemoryStore()
            .AddWebAuthn(o =>
            {
                o.RelyingPartyId = SoftKey.RelyingParty;
                o.Origins = ["https://app.example.com"];
                configure?.Invoke(o);
            });
        _services = services.BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public IEnrollmentService Enrollment => Get<IEnrollmentService>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<EnrollmentResult> BeginAsync(string user = "alice") =>
        Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Method = WebAuthnFactor.Method,
                Proof = new FreshProof { PasswordVerifiedAt = Clock.Now, SecondFactorVerifiedAt = Clock.Now },
            }
        );

    public async Task<string> EnrollAsync(SoftKey key, string user = "alice")
    {
        var begun = await BeginAsync(user);
        Assert.True(begun.Succeeded, begun.ToString());
        var confirmed = await Enrollment.ConfirmAsync(user, begun.FactorId!, key.Create(begun.ClientOptions!));
        Assert.True(confirmed.Succeeded, confirmed.ToString());
        key.Counter++;
        return begun.FactorId!;
    }

    /// <summary>Begins a sign-in, and gets the options for the browser.</summary>
    public async Task<(string ChallengeId, string Options)> SignInAsync(string user = "alice")
    {
        var signIn = await Get<ISignInService>().EvaluateAsync(new SignInRequest { UserId = user });
        var options = await Get<IChallengeService>()
            .GetClientOptionsAsync(user, signIn.ChallengeId!, WebAuthnFactor.Method);
        return (signIn.ChallengeId!, options!);
    }

    public Task<VerificationResult> VerifyAsync(string answer, string? challengeId, string user = "alice") =>
        Get<IVerificationService>()
            .VerifyAsync(
                new VerificationRequest
                {
                    UserId = user,
                    Code = answer,
                    ChallengeId = challengeId,
                }
            );

    public async Task<AuditEvent> LastEventAsync(string user = "alice")
    {
        AuditEvent? last = null;
        await foreach (var auditEvent in Get<IAuditService>().ReadAsync(user))
            last = auditEvent;

        return last!;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
