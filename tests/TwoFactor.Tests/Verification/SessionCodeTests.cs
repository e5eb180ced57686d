namespace TwoFactor.Tests;

/// <summary>A code that was sent for a step-up belongs to the session that asked for it (ASVS 6.6.2).</summary>
[Trait("Req", "R11")]
public sealed class SessionCodeTests : IAsyncLifetime
{
    private readonly Host _host = Host.Create(build: b => b.AddMethod<ToySender>());

    private List<string> Sent => _host.Get<IEnumerable<IFactorMethod>>().OfType<ToySender>().Single().Sent;

    public async ValueTask InitializeAsync()
    {
        var enrollment = await _host.Enrollment.EnrollAsync(AttemptTests.ToyEnrollment(_host));
        await _host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, Sent[^1]);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("other")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Another_session_cannot_present_it_and_its_own_can(string? other)
    {
        await SendAsync("own");
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(Sent[^1], other));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], "own"));
    }

    [Fact]
    public async Task One_that_no_session_asked_for_is_taken_of_any()
    {
        await SendAsync(null);
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], "own"));
    }

    [Fact]
    public async Task A_sign_in_is_no_session_and_does_not_take_it()
    {
        await SendAsync("own");
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            await VerifyAsync(Sent[^1], "own", purpose: ChallengePurpose.SignIn)
        );
    }

    [Fact]
    public async Task A_send_of_another_session_leaves_it_alone_and_one_of_its_own_replaces_it()
    {
        await SendAsync("own");
        var code = Sent[^1];
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await SendAsync("other");
        _host.Clock.Advance(TimeSpan.FromSeconds(60));
        await SendAsync("other");
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(Sent[^2], "other"));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(code, "own"));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], "other"));
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task It_can_be_sent_again_by_the_id_of_its_challenge_and_answered_with_it()
    {
        var challenge = await SendAsync("own");
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        var resent = await _host.Challenges.ResendAsync("alice", challenge.ChallengeId!);
        Assert.True(resent.Succeeded);
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(Sent[^1], "other"));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Sent[^1], null, challenge.ChallengeId));
    }

    [Theory]
    [InlineData("own", ChallengePurpose.SignIn)]
    [InlineData("", ChallengePurpose.StepUp)]
    [InlineData(129, ChallengePurpose.StepUp)]
    public async Task Where_it_cannot_be_it_is_refused(object session, ChallengePurpose purpose)
    {
        var request = new ChallengeRequest
        {
            UserId = "alice",
            Purpose = purpose,
            SessionId = session as string ?? new string('a', (int)session),
        };
        await Assert.ThrowsAsync<ArgumentException>(() => _host.Challenges.ChallengeAsync(request));
    }

    private Task<TwoFactorChallenge> SendAsync(string? session) =>
        _host.Challenges.ChallengeAsync(
            new ChallengeRequest
            {
                UserId = "alice",
                Purpose = ChallengePurpose.StepUp,
                SessionId = session,
            }
        );

    private async Task<TwoFactorOutcome> VerifyAsync(
        string code,
        string? session,
        string? challengeId = null,
        ChallengePurpose purpose = ChallengePurpose.StepUp
    ) =>
        (
            await _host.Verification.VerifyAsync(
                new VerificationRequest
                {
                    UserId = "alice",
                    Code = code,
                    ChallengeId = challengeId,
                    SessionId = session,
                    Purpose = purpose,
                }
            )
        ).Outcome;
}
