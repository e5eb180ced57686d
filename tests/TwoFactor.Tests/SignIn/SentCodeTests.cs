namespace TwoFactor.Tests;

/// <summary>A code that was sent belongs to the sign-in that asked for it (ASVS 6.6.2).</summary>
[Trait("Req", "R11")]
public sealed class SentCodeTests : IAsyncLifetime
{
    private Host _host = Host.Create(build: b => b.AddMethod<ToySender>());

    private List<string> Sent => _host.Get<IEnumerable<IFactorMethod>>().OfType<ToySender>().Single().Sent;

    private IReadOnlyList<string> _recoveryCodes = [];

    public async ValueTask InitializeAsync() => await EnrollAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_sign_in_that_asked_for_no_code_cannot_present_anothers()
    {
        var (own, other) = (await BeginAsync(), await BeginAsync());
        await SendAsync(own);
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(Sent[^1], other));
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(Sent[^1], null));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], own));
    }

    [Fact]
    public async Task A_code_that_no_sign_in_asked_for_completes_none()
    {
        var ticket = await BeginAsync();
        var challenge = await SendAsync(null);
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(Sent[^1], ticket));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], challenge.ChallengeId));
    }

    [Fact]
    public async Task A_second_sign_ins_send_leaves_the_code_of_the_first_alone()
    {
        var (own, other) = (await BeginAsync(), await BeginAsync());
        await SendAsync(own);
        var code = Sent[^1];
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await SendAsync(other);
        _host.Clock.Advance(TimeSpan.FromSeconds(60));
        await SendAsync(null);
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(code, own));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^2], other));
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task A_second_send_of_the_same_sign_in_replaces_the_first()
    {
        var own = await BeginAsync();
        await SendAsync(own);
        var code = Sent[^1];
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await SendAsync(own);
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(code, own));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], own));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_in_that_is_over_takes_its_codes_along(bool isAnsweredDirectly)
    {
        var own = await BeginAsync();
        var challenge = await SendAsync(own);
        var other = isAnsweredDirectly ? own : challenge.ChallengeId!;
        Assert.Equal(
            TwoFactorOutcome.Accepted,
            await VerifyAsync(_recoveryCodes[0], isAnsweredDirectly ? challenge.ChallengeId : own)
        );
        Assert.Equal(TwoFactorOutcome.Expired, await VerifyAsync(Sent[^1], other));
        Assert.Equal(TwoFactorOutcome.Expired, await VerifyAsync(_recoveryCodes[1], other));
        Assert.False((await _host.Challenges.FindAsync("alice", own)).IsOpen);
    }

    [Fact]
    public async Task When_all_places_are_taken_a_further_sign_in_waits_and_none_is_closed()
    {
        await RestartAsync(o =>
        {
            o.Challenges.MaxOpen = 2;
            o.Challenges.SendWaits.Add(TimeSpan.FromSeconds(1));
        });
        var tickets = new List<string>();
        for (var i = 0; i < 3; i++)
            tickets.Add(await BeginAsync());

        Assert.True((await SendAsync(tickets[0])).Succeeded);
        var first = Sent[^1];
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await SendAsync(tickets[1])).Succeeded);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var third = await SendAsync(tickets[2]);
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromSeconds(298)), (third.Outcome, third.RetryAfter));

        // Its own code can be replaced, and one that no sign-in asked for takes no place.
        Assert.True((await SendAsync(tickets[1])).Succeeded);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await SendAsync(null)).Succeeded);
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(first, tickets[0]));
        Assert.True((await SendAsync(tickets[2])).Succeeded);
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], tickets[2]));
    }

    [Fact]
    public async Task However_often_setting_up_begins_the_record_stays_small()
    {
        await RestartAsync(o => o.Challenges.SendWaits.Add(TimeSpan.FromSeconds(1)));
        for (var i = 0; i < 60; i++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            var proof = new FreshProof
            {
                PasswordVerifiedAt = _host.Clock.Now,
                SecondFactorVerifiedAt = _host.Clock.Now,
            };
            await _host.Enrollment.EnrollAsync(
                new EnrollmentRequest
                {
                    UserId = "alice",
                    Method = ToySender.MethodName,
                    Input = new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = $"loft {i}" },
                    Proof = proof,
                }
            );
        }

        Assert.Equal(3, (await LoadAsync()).Challenges.Length);
    }

    [Fact]
    public async Task No_code_is_sent_for_a_sign_in_that_is_over_or_never_was()
    {
        var own = await BeginAsync();
        var challenge = await SendAsync(own);
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        var count = Sent.Count;
        await VerifyAsync(_recoveryCodes[0], own);
        foreach (var id in new[] { own, challenge.ChallengeId, "", "x", own[..^1] })
            Assert.Equal(TwoFactorOutcome.Expired, (await SendAsync(id)).Outcome);

        Assert.Equal(count, Sent.Count);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _host.Challenges.ChallengeAsync(
                new ChallengeRequest
                {
                    UserId = "alice",
                    Purpose = ChallengePurpose.StepUp,
                    SignInChallengeId = own,
                }
            )
        );
    }

    [Fact]
    public async Task A_code_does_not_outlive_its_sign_in_and_a_resend_does_not_prolong_it()
    {
        var own = await BeginAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(8));
        var challenge = await SendAsync(own);
        Assert.Equal(_host.Clock.Now.AddMinutes(2), challenge.ExpiresAt);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        var resent = await _host.Challenges.ResendAsync("alice", challenge.ChallengeId!);
        Assert.Equal((true, _host.Clock.Now.AddMinutes(1)), (resent.Succeeded, resent.ExpiresAt!.Value));
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TwoFactorOutcome.Expired, await VerifyAsync(Sent[^1], challenge.ChallengeId));
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await _host.Challenges.ResendAsync("alice", challenge.ChallengeId!)).Outcome
        );
    }

    [Fact]
    public async Task A_code_for_a_challenge_is_not_taken_for_a_sign_in_of_its_own()
    {
        var challenge = await SendAsync(await BeginAsync());
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TwoFactorOutcome.Expired, (await SendAsync(challenge.ChallengeId)).Outcome);
    }

    private async Task RestartAsync(Action<TwoFactorOptions> configure)
    {
        await _host.DisposeAsync();
        _host = Host.Create(configure, b => b.AddMethod<ToySender>());
        await EnrollAsync();
    }

    private async Task EnrollAsync()
    {
        var enrollment = await _host.Enrollment.EnrollAsync(AttemptTests.ToyEnrollment(_host));
        var confirmed = await _host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, Sent[^1]);
        _recoveryCodes = confirmed.RecoveryCodes!;
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<string> BeginAsync() =>
        (await _host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).ChallengeId!;

    private Task<TwoFactorChallenge> SendAsync(string? ticket) =>
        _host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice", SignInChallengeId = ticket });

    private async Task<TwoFactorAccount> LoadAsync() =>
        (await _host.Get<AccountVault>().LoadAsync("alice", default)).Account!;

    private async Task<TwoFactorOutcome> VerifyAsync(string code, string? challengeId) =>
        (
            await _host.Verification.VerifyAsync(
                new VerificationRequest
                {
                    UserId = "alice",
                    Code = code,
                    ChallengeId = challengeId,
                }
            )
        ).Outcome;
}
