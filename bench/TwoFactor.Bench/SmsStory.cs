using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Bench;

/// <summary>
/// A code for a user with a confirmed number, with all limits, from the challenge to the gateway, which takes it at
/// once: the store and the limits are in memory.
/// </summary>
internal sealed class SmsStory : IDisposable
{
    private readonly StepClock _clock = new();
    private readonly Gateway _gateway = new();
    private readonly ServiceProvider _services;
    private readonly IChallengeService _challenges;

    public SmsStory()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services
            .AddTwoFactor(o => o.Sealing.AllowEphemeralKey = true)
            .UseInMemoryStore()
            .AddSms(o => o.Regions = ["JP"])
            .AddGateway(_ => _gateway);
        _services = services.BuildServiceProvider();
        _challenges = _services.GetRequiredService<IChallengeService>();
        EnrollAsync().GetAwaiter().GetResult();
    }

    public void Challenge()
    {
        // Past every wait and limit.
        _clock.Now += TimeSpan.FromHours(25);
        var challenge = _challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" }).GetAwaiter().GetResult();
        if (!challenge.Succeeded)
            throw new InvalidOperationException($"A code by SMS got {challenge.Outcome}.");
    }

    public void Dispose() => _services.Dispose();

    private async Task EnrollAsync()
    {
        var enrollment = _services.GetRequiredService<IEnrollmentService>();
        var pending = await enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = SmsFactor.Method,
                Input = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [SmsInput.PhoneNumber] = "+819012345678",
                },
                Proof = new FreshProof { PasswordVerifiedAt = _clock.Now },
            }
        );
        await enrollment.ConfirmAsync("alice", pending.FactorId!, _gateway.Code);
    }

    private sealed class Gateway : ISmsGateway
    {
        public string Name => "bench";

        public string Code { get; private set; } = "";

        public ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
        {
            Code = message.Code;
            return new(SmsResult.Accepted("1"));
        }
    }
}
