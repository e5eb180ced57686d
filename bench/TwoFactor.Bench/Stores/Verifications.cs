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
        _secrets = new byte[users][];
        var enrollment = _services.GetRequiredService<IEnrollmentService>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, users),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (user, _) => _secrets[user] = await EnrollAsync(enrollment, user)
        );
        if (ready is not null)
            await ready();
    }

    public async Task ActAsync(int user, int turn)
    {
        var step = _clock.Reach(turn + 2);
        var result = await _verification!.VerifyAsync(
            new VerificationRequest
            {
                UserId = $"user{user}",
                Code = Totp.Compute(_secrets[user], step, TotpParameters.Default),
            }
        );
        if (!result.Succeeded)
            throw new InvalidOperationException($"{name}: a right code got {result.Outcome}.");
    }

    /// <summary>A wrong code for a user.</summary>
    public Task GuessAsync(int user) =>
        _verification!.VerifyAsync(new VerificationRequest { UserId = $"user{user}", Code = "000000" });

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<byte[]> EnrollAsync(IEnrollmentService enrollment, int user)
    {
        var pending = await enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = $"user{user}",
                Proof = new FreshProof { PasswordVerifiedAt = _clock.GetUtcNow() },
            }
        );
        Base32.TryDecode(pending.Secret, out var secret, out _);
        await enrollment.ConfirmAsync(
            $"user{user}",
            pending.FactorId!,
            Totp.Compute(secret!, TotpParameters.Default.StepAt(_clock.GetUtcNow()), TotpParameters.Default)
        );
        return secret!;
    }

    /// <summary>A step of TOTP for each turn of all users.</summary>
    private sealed class TurnClock : TimeProvider
    {
        private static readonly DateTimeOffset s_start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long _turns;

        public override DateTimeOffset GetUtcNow() => s_start.AddSeconds(30 * Interlocked.Read(ref _turns));

        /// <summary>
        /// The clock never goes back; who comes late has a code of the step before, which is good as well.
        /// </summary>
        public long Reach(long turn)
        {
            long known;
            while ((known = Interlocked.Read(ref _turns)) < turn)
                Interlocked.CompareExchange(ref _turns, turn, known);

            return TotpParameters.Default.StepAt(s_start.AddSeconds(30 * turn));
        }
    }
}
