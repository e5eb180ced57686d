namespace TwoFactor.Tests;

/// <summary>A database of the version before opens and goes on: accounts and trails alike.</summary>
[Trait("Req", "R93")]
public sealed class OldDatabaseTests : IAsyncDisposable
{
    private readonly OldDatabase _old = new();

    public ValueTask DisposeAsync() => _old.DisposeAsync();

    [Fact]
    public async Task Trails_of_format_1_verify_whole_and_one_by_one()
    {
        var audit = _old.Get<IAuditService>();
        var verification = await audit.VerifyAsync(null);
        Assert.Empty(verification.Problems);
        Assert.Contains("'henry' was begun anew", Assert.Single(verification.Warnings), StringComparison.Ordinal);
        var events = await _old.EventsAsync(null);
        Assert.Equal(events.Count, verification.Events);
        foreach (var trail in events.GroupBy(e => e.UserId, StringComparer.Ordinal))
            Assert.Equal(trail.Count(), (await audit.VerifyAsync(trail.Key)).Events);
    }

    [Fact]
    public async Task The_events_are_of_format_1()
    {
        var events = (await _old.EventsAsync("alice")).ConvertAll(e => e.Hash.ToArray());
        Assert.Equal(
            events,
            (await _old.EventsAsync("alice")).Select((e, i) => AuditFormat1.Hash(i == 0 ? [] : events[i - 1], e))
        );
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("花子")]
    [InlineData("carol")]
    [InlineData("erin")]
    [InlineData("frank")]
    [InlineData("henry")]
    public async Task The_codes_of_an_app_are_accepted_once(string user)
    {
        Assert.Equal(TwoFactorOutcome.Accepted, await _old.VerifyAsync(user, _old.AppCode(user)));
        Assert.Equal(TwoFactorOutcome.CodeUsed, await _old.VerifyAsync(user, _old.AppCode(user)));
    }

    [Fact]
    public async Task Recovery_codes_are_as_good_as_they_were()
    {
        Assert.Equal(TwoFactorOutcome.InvalidCode, await _old.VerifyAsync("alice", _old.Known("alice", "used")));
        Assert.Equal(TwoFactorOutcome.InvalidCode, await _old.VerifyAsync("alice", _old.Known("alice", "void")));
        Assert.Equal(TwoFactorOutcome.Accepted, await _old.VerifyAsync("alice", _old.Known("alice", "recovery")));
        Assert.Equal(TwoFactorOutcome.CodeUsed, await _old.VerifyAsync("alice", _old.Known("alice", "recovery")));
        Assert.Equal(TwoFactorOutcome.Accepted, await _old.VerifyAsync("bob", _old.Known("bob", "recovery")));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("花子")]
    [Trait("Req", "R11")]
    public async Task A_sign_in_gets_a_ticket_that_is_answered_once(string user)
    {
        var signIn = await _old.Get<ISignInService>().EvaluateAsync(new SignInRequest { UserId = user });
        Assert.Equal(SignInDecision.Challenge, signIn.Decision);
        Assert.Equal(TwoFactorOutcome.Accepted, await _old.VerifyAsync(user, _old.AppCode(user), signIn.ChallengeId));
        Assert.Equal(TwoFactorOutcome.Expired, await _old.VerifyAsync(user, "000000", signIn.ChallengeId));
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("花子")]
    public async Task Numbers_are_sent_to_and_the_codes_are_accepted(string user)
    {
        var status = await _old.Get<IEnrollmentService>().GetStatusAsync(user);
        var factor = status.Factors.Single(f => f.Method == "sms");
        var challenge = await _old.Get<IChallengeService>()
            .ChallengeAsync(new ChallengeRequest { UserId = user, FactorId = factor.FactorId });
        var code = _old.Gateway.LastCodeTo(_old.Known(user, "number"));
        Assert.Equal(TwoFactorOutcome.Accepted, await _old.VerifyAsync(user, code!, challenge.ChallengeId));
    }

    [Fact]
    public async Task Every_trail_goes_on_in_the_new_format_and_verifies()
    {
        var before = await _old.EventsAsync(null);
        foreach (var user in before.Select(e => e.UserId).Distinct().Where(u => u.Length > 0).ToList())
            await _old.Get<IEnrollmentService>()
                .EnrollAsync(new EnrollmentRequest { UserId = user, Proof = Proof(user) });

        await _old.Get<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        var after = await _old.EventsAsync(null);
        foreach (var trail in after.GroupBy(e => e.UserId, StringComparer.Ordinal))
        {
            var events = trail.TakeLast(2).ToList();
            var previous = events[0].Hash.Span;
            Assert.Equal(AuditFormat2.Hash(previous, events[1], AuditFields.All), events[1].Hash.ToArray());
            Assert.True(trail.Count() > before.Count(e => e.UserId == trail.Key), trail.Key);
        }

        Assert.Empty((await _old.Get<IAuditService>().VerifyAsync(null)).Problems);
    }

    [Theory]
    [InlineData("UPDATE two_factor_events SET outcome = 'invalid_code' WHERE user_id = 'alice' AND sequence = 10")]
    [InlineData("UPDATE two_factor_events SET reason = '' WHERE user_id = 'alice' AND sequence = 10")]
    [InlineData("UPDATE two_factor_events SET at = at + 1 WHERE user_id = 'alice' AND sequence = 1")]
    [InlineData("UPDATE two_factor_events SET hash = zeroblob(32) WHERE user_id = 'alice' AND sequence = 16")]
    [InlineData("DELETE FROM two_factor_events WHERE user_id = 'alice' AND sequence = 3")]
    public async Task An_old_event_that_was_changed_is_found_also_behind_new_ones(string tampering)
    {
        await _old.VerifyAsync("alice", _old.AppCode("alice"));
        Assert.Equal(1, _old.Execute(tampering));
        var problem = Assert.Single((await _old.Get<IAuditService>().VerifyAsync(null)).Problems);
        Assert.Contains("user 'alice'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_event_of_the_policy_that_was_changed_is_found()
    {
        Assert.Equal(1, _old.Execute("UPDATE two_factor_events SET actor = 'x' WHERE user_id = '' AND sequence = 2"));
        var problem = Assert.Single((await _old.Get<IAuditService>().VerifyAsync(null)).Problems);
        Assert.Contains("the policy", problem, StringComparison.Ordinal);
    }

    private FreshProof Proof(string user) =>
        new()
        {
            PasswordVerifiedAt = _old.Clock.Now,
            Code = user switch
            {
                "bob" => _old.Known("bob", "recovery"),
                "dave" or "grace" => null,
                _ => _old.AppCode(user),
            },
        };
}
