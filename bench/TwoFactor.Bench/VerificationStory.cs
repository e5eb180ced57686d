using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Bench;

/// <summary>
/// A user with one TOTP factor and ten recovery codes who verifies a right code at every step, on the in-memory store.
/// </summary>
internal sealed class VerificationStory : IDisposable
{
    public const int Batch = 100;

    private readonly string[] _codes = new string[Batch];
    private readonly StepClock _clock = new();
    private int _next;
    private readonly ServiceProvider _provider;
    private readonly IVerificationService _verification;
    private readonly AccountVault _vault;
    private readonly RecordSealer _sealer;
    private readonly FactorMethodRegistry _methods;
    private readonly TwoFactorOptions _options;
    private readonly byte[] _secret;
    private readonly AccountRow _row;
    private readonly TwoFactorAccount _account;
    private readonly VerifyCommand _command;

    public VerificationStory()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddTwoFactor(o => o.Sealing.AllowEphemeralKey = true).UseInMemoryStore();
        _provider = services.BuildServiceProvider();
        _verification = _provider.GetRequiredService<IVerificationService>();
        _vault = _provider.GetRequiredService<AccountVault>();
        _sealer = _provider.GetRequiredService<RecordSealer>();
        _methods = _provider.GetRequiredService<FactorMethodRegistry>();
        _options = _provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<TwoFactorOptions>>().Value;
        _secret = EnrollAsync().GetAwaiter().GetResult();
        _row = _vault.FindAsync("alice", default).AsTask().GetAwaiter().GetResult()!;
        _account = _vault.Open(_row);
        _command = new VerifyCommand { UserId = "alice", Code = Code(1) };
    }

    /// <summary>The authenticator app's part, which is not timed.</summary>
    public void ShowCodes()
    {
        _next = 0;
        for (var i = 0; i < Batch; i++)
            _codes[i] = Code(i + 1);
    }

    public void Accept()
    {
        _clock.Now += TimeSpan.FromSeconds(30);
        var code = _codes[_next++];

        // One code of a million is the same as the one before, which is spent.
        if (_next > 1 && code == _codes[_next - 2])
            return;

        var result = _verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = code });
        if (!result.IsCompletedSuccessfully || !result.Result.Succeeded)
            throw new InvalidOperationException("A right code was not accepted at once.");
    }

    public void Open() => _vault.Open(_row);

    public void Decide() =>
        _command.Apply(_account, new RuleContext(_options, _methods, StepClock.Start.AddSeconds(30), null));

    public void DecideSignIn() => SignInStory.Decide(_account);

    public void Seal() => _sealer.Seal(_account, "", "alice", 3, AccountWriter.Write);

    public void Dispose() => _provider.Dispose();

    private string Code(int steps) =>
        Totp.Compute(_secret, TotpParameters.Default.StepAt(_clock.Now) + steps, TotpParameters.Default);

    private async Task<byte[]> EnrollAsync()
    {
        var enrollment = _provider.GetRequiredService<IEnrollmentService>();
        var pending = await enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Proof = new FreshProof { PasswordVerifiedAt = _clock.Now },
            }
        );
        Base32.TryDecode(pending.Secret, out var secret, out _);
        await enrollment.ConfirmAsync(
            "alice",
            pending.FactorId!,
            Totp.Compute(secret, TotpParameters.Default.StepAt(_clock.Now), TotpParameters.Default)
        );
        return secret!;
    }
}
