namespace TwoFactor.Tests;

/// <summary>The door for methods in which the client gets options and sends back more than a code.</summary>
[Trait("Req", "R33")]
public sealed class ExchangeTests
{
    private static readonly byte[] s_first = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] s_second = [.. Enumerable.Range(101, 32).Select(i => (byte)i)];

    [Fact]
    public async Task An_answer_enrols_signs_in_and_moves_the_state_on()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        var options = await host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, ToyExchange.MethodName);
        Assert.Equal([ToyExchange.KeyId(s_first)], ToyExchange.KeysIn(options!));

        var answer = ToyExchange.Answer(s_first, ToyExchange.ChallengeIn(options!), 2);
        var result = await VerifyAsync(host, answer, signIn.ChallengeId);
        Assert.True(result.Succeeded, result.ToString());
        Assert.Equal(["pop", "user", "mfa"], result.AuthenticationMethods);
        var events = await host.Audit.ReadAsync("alice").ToListAsync();
        Assert.Contains(events, e => e.Detail == $"key {ToyExchange.KeyId(s_first)}");
    }

    [Fact]
    public async Task Asking_for_options_only_reads()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        var before = await host.Store.FindAsync(new AccountKey("", "alice"), default);
        var options = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, ToyExchange.MethodName)
                )
        );
        Assert.Single(options.Distinct());
        Assert.Equal(before!.Version, (await host.Store.FindAsync(new AccountKey("", "alice"), default))!.Version);
        Assert.Null(await host.Challenges.GetClientOptionsAsync("alice", "another", ToyExchange.MethodName));
        Assert.Null(await host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, FactorMethodNames.Totp));
    }

    [Fact]
    public async Task A_challenge_for_one_factor_is_answered_by_any_of_the_method()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        await EnrollAsync(host, s_second, SignedIn(host));
        var challenge = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", Purpose = ChallengePurpose.StepUp }
        );
        Assert.Equal(2, ToyExchange.KeysIn(challenge.ClientOptions!).Length);
        foreach (var key in (byte[][])[s_first, s_second])
        {
            var opened = await host.Challenges.ChallengeAsync(
                new ChallengeRequest
                {
                    UserId = "alice",
                    FactorId = challenge.FactorId,
                    Purpose = ChallengePurpose.StepUp,
                }
            );
            var answer = ToyExchange.Answer(key, ToyExchange.ChallengeIn(opened.ClientOptions!), 5);
            Assert.True((await VerifyAsync(host, answer, opened.ChallengeId, ChallengePurpose.StepUp)).Succeeded);
        }
    }

    [Fact]
    public async Task One_answer_is_accepted_once_and_for_its_own_challenge()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        var other = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        var options = await host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, ToyExchange.MethodName);
        var answer = ToyExchange.Answer(s_first, ToyExchange.ChallengeIn(options!), 7);

        Assert.Equal(TwoFactorOutcome.InvalidCode, (await VerifyAsync(host, answer, other.ChallengeId)).Outcome);
        var racers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => VerifyAsync(host, answer, signIn.ChallengeId))
        );
        Assert.Single(racers, r => r.Succeeded);
    }

    [Fact]
    public async Task A_refusal_names_the_factor_it_concerns_and_is_counted()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        await EnrollAsync(host, s_second, SignedIn(host));
        var factors = (await host.Enrollment.GetStatusAsync("alice")).Factors;
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        var options = await host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, ToyExchange.MethodName);
        var clone = ToyExchange.Answer(s_second, ToyExchange.ChallengeIn(options!), 1);

        var result = await VerifyAsync(host, clone, signIn.ChallengeId);
        Assert.Equal((TwoFactorOutcome.InvalidCode, 4), (result.Outcome, result.AttemptsLeft));
        Assert.Equal(factors[1].FactorId, result.FactorId);
        var written = (await host.Audit.ReadAsync("alice").ToListAsync())[^1];
        Assert.Equal((factors[1].FactorId, "the counter ran back"), (written.FactorId, written.Detail));
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task Wrong_answers_lock_like_wrong_codes_and_no_options_are_given_then()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        for (var i = 0; i < 5; i++)
            await VerifyAsync(host, ToyExchange.Answer(s_second, "nothing", i), signIn.ChallengeId);

        var options = await host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, ToyExchange.MethodName);
        Assert.Null(options);
        Assert.Equal(TwoFactorOutcome.Locked, (await VerifyAsync(host, "123456", null)).Outcome);
    }

    [Fact]
    public async Task An_answer_longer_than_any_method_takes_is_refused_unread()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var result = await VerifyAsync(host, new string('x', FactorAttempt.MaxCodeLength + 1), null);
        Assert.Equal((TwoFactorOutcome.InvalidCode, 5), (result.Outcome, result.AttemptsLeft));
    }

    [Fact]
    public async Task A_factor_that_is_there_already_can_be_told_at_enrolment()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var again = await BeginAsync(host, s_first, SignedIn(host));
        Assert.Equal((TwoFactorOutcome.InvalidInput, "This key is enrolled already."), (again.Outcome, again.Message));
    }

    [Fact]
    public async Task A_challenge_for_another_purpose_is_refused_and_stays_open()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        var options = await host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, ToyExchange.MethodName);
        var answer = ToyExchange.Answer(s_first, ToyExchange.ChallengeIn(options!), 3);

        var asStepUp = await VerifyAsync(host, answer, signIn.ChallengeId, ChallengePurpose.StepUp);
        Assert.Equal(TwoFactorOutcome.Expired, asStepUp.Outcome);
        Assert.True((await VerifyAsync(host, answer, signIn.ChallengeId)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task A_change_can_be_proven_by_an_answer_to_a_challenge_of_its_own()
    {
        await using var host = Create();
        await EnrollAsync(host, s_first);
        var challenge = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", Purpose = ChallengePurpose.Change }
        );
        var proof = new FreshProof
        {
            PasswordVerifiedAt = host.Clock.Now,
            ChallengeId = challenge.ChallengeId,
            Code = ToyExchange.Answer(s_first, ToyExchange.ChallengeIn(challenge.ClientOptions!), 9),
        };
        Assert.True((await host.Enrollment.RegenerateRecoveryCodesAsync("alice", proof)).Succeeded);
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.Enrollment.RegenerateRecoveryCodesAsync("alice", proof)).Outcome
        );
    }

    private static Host Create() => Host.Create(null, b => b.AddMethod<ToyExchange>());

    private static FreshProof SignedIn(Host host) =>
        new() { PasswordVerifiedAt = host.Clock.Now, SecondFactorVerifiedAt = host.Clock.Now };

    private static Task<EnrollmentResult> BeginAsync(Host host, byte[] key, FreshProof? proof = null) =>
        host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = ToyExchange.MethodName,
                Input = new Dictionary<string, string> { ["key"] = Convert.ToHexString(key) },
                Proof = proof ?? host.Proof(),
            }
        );

    private static async Task EnrollAsync(Host host, byte[] key, FreshProof? proof = null)
    {
        var pending = await BeginAsync(host, key, proof);
        Assert.True(pending.Succeeded, $"{pending.Outcome} {pending.Message}");
        var answer = ToyExchange.Answer(key, ToyExchange.ChallengeIn(pending.ClientOptions!), 1);
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, answer)).Succeeded);
    }

    private static Task<VerificationResult> VerifyAsync(
        Host host,
        string answer,
        string? challengeId,
        ChallengePurpose? purpose = null
    ) =>
        host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = answer,
                ChallengeId = challengeId,
                Purpose = purpose,
            }
        );
}
