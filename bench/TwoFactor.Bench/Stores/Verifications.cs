using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Bench.Stores;

/// <summary>
/// Right codes through <see cref="IVerificationService"/>: sealed, throttled, audited, each good once.
/// </summary>
internal sealed class Verifications(string name, Action<TwoFactorBuilder> use, Func<Task>? ready = null) : IContender
{
    private readonly TurnClock _clock = new();
    private byte[][] _secrets = [];
    private ServiceProvider? _services;
    private IVerificationService? _verification;

    public string Name => name;

    public async Task PrepareAsync(int users)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        use(
            services.AddTwoFactor(o =>
            {
                o.Sealing.Keys = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="];
                o.RecoveryCodes.HashIterations = 1_000;
            })
        );
        _services = services.BuildServiceProvider();
        _verification = _services.GetRequiredService<IVerificationService>();
        _secrets = await Enrolment.OfAsync(_services.GetRequiredService<IEnrollmentService>(), users, _clock);
        if (ready is not null)
            await ready();
    }

    public async Task ActAsync(int user, int turn)
    {
        var step = _clock.Reach(turn + 2);
        var code = CodeOf(user, step);
        var result = await _verification!.VerifyAsync(new VerificationRequest { UserId = $"user{user}", Code = code });

        if (!result.Succeeded && !HasTwins(user, step))
            throw new InvalidOperationException($"{name}: a right code got {result.Outcome}.");
    }

    /// <summary>A wrong code for a user.</summary>
    public Task GuessAsync(int user) =>
        _verification!.VerifyAsync(new VerificationRequest { UserId = $"user{user}", Code = "000000" });

    // One code of a million is also that of a neighbouring step. Then it may have spent the later one, and those between.
    private bool HasTwins(int user, long step)
    {
        var codes = Enumerable.Range(-3, 7).Select(i => CodeOf(user, step + i)).ToList();
        return codes.Distinct(StringComparer.Ordinal).Count() < codes.Count;
    }

    private string CodeOf(int user, long step) => Totp.Compute(_secrets[user], step, TotpParameters.Default);

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;
}
