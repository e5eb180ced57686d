using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>Users with authenticator apps, who enter right codes.</summary>
internal sealed class CostlyUsers : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IVerificationService _verification;
    private readonly ManualTimeProvider _clock;
    private readonly List<VirtualAuthenticator> _apps = [];

    private CostlyUsers(ServiceProvider services, ManualTimeProvider clock)
    {
        _services = services;
        _verification = services.GetRequiredService<IVerificationService>();
        _clock = clock;
    }

    public static async Task<CostlyUsers> EnrollAsync(
        int count,
        ManualTimeProvider clock,
        Action<TwoFactorBuilder> addStore
    )
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        addStore(services.AddTwoFactor(o => o.Sealing.AllowEphemeralKey = true));
        var users = new CostlyUsers(services.BuildServiceProvider(), clock);
        for (var i = 0; i < count; i++)
            await users.EnrollAsync($"user{i}");

        return users;
    }

    /// <summary>Verifies each user. Returns the bytes that were allocated by it, in all threads of the process.</summary>
    public async Task<long> VerifyEachAsync()
    {
        var requests = new VerificationRequest[_apps.Count];
        for (var i = 0; i < requests.Length; i++)
            requests[i] = new() { UserId = $"user{i}", Code = _apps[i].CodeAt(_clock) };

        var before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (var request in requests)
            Assert.True((await _verification.VerifyAsync(request)).Succeeded);

        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task EnrollAsync(string userId)
    {
        var enrollment = _services.GetRequiredService<IEnrollmentService>();
        var pending = await enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = userId,
                Proof = new FreshProof { PasswordVerifiedAt = _clock.Now },
            }
        );
        var app = VirtualAuthenticator.Scan(pending.Uri);
        await enrollment.ConfirmAsync(userId, pending.FactorId!, app.CodeAt(_clock));
        _apps.Add(app);
    }
}
