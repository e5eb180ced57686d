namespace TwoFactor.Tests;

/// <summary>The ticket of a sign-in: its challenge lies in the id and takes no place in the record.</summary>
[Trait("Req", "R11")]
public sealed class TicketTests
{
    [Fact]
    public async Task Others_sign_ins_do_not_push_a_ticket_out()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var own = await BeginAsync(host);
        var before = await LengthAsync(host);
        for (var i = 0; i < 200; i++)
            await BeginAsync(host);

        Assert.InRange(await LengthAsync(host), before - 16, before + 16);
        Assert.Equal(TwoFactorOutcome.Accepted, (await host.VerifyAsync(user, user.Code(host), own)).Outcome);
    }

    [Fact]
    public async Task A_ticket_is_answered_once()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var (ticket, other) = (await BeginAsync(host), await BeginAsync(host));
        Assert.True((await host.VerifyAsync(user, user.Code(host), ticket)).Succeeded);
        Assert.False((await host.Challenges.FindAsync("alice", ticket)).IsOpen);
        var again = await host.VerifyAsync(user, user.RecoveryCodes[0], ticket);
        Assert.Equal(TwoFactorOutcome.Expired, again.Outcome);
        Assert.Equal(10, (await host.Enrollment.GetStatusAsync("alice")).RecoveryCodesLeft);
        Assert.True((await host.VerifyAsync(user, user.RecoveryCodes[0], other)).Succeeded);
    }

    [Fact]
    public async Task Of_two_answers_at_once_one_completes_the_sign_in()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        await using var one = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        await using var two = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        var user = await one.EnrollAsync();
        for (var i = 0; i < 8; i++)
        {
            var ticket = await BeginAsync(one);
            var (first, second) = (one, two);
            var results = await Task.WhenAll(
                Task.Run(() => first.VerifyAsync(user, user.Code(first), ticket)),
                Task.Run(() => second.VerifyAsync(user, user.RecoveryCodes[i], ticket))
            );
            Assert.Single(results, r => r.Succeeded);
            Assert.Single(results, r => r.Outcome == TwoFactorOutcome.Expired);
            clock.NextStep();
        }
    }

    [Fact]
    public async Task Of_two_first_sign_ins_at_once_both_tickets_are_good()
    {
        var clock = new ManualClock();
        var store = new FaultyStore();
        await using var one = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        await using var two = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        var user = await one.EnrollAsync();
        string? winner = null;
        store.BeforeNextWrite = async () => winner = await BeginAsync(two);
        var loser = await BeginAsync(one);
        Assert.True((await two.VerifyAsync(user, user.Code(two), loser)).Succeeded);
        Assert.True((await one.VerifyAsync(user, user.RecoveryCodes[0], winner)).Succeeded);
    }

    [Fact]
    public async Task A_sign_in_that_was_cancelled_leaves_nothing_half_begun()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" }, new CancellationToken(canceled: true))
        );
        Assert.Null((await LoadAsync(host)).TicketKey);
        var ticket = await BeginAsync(host);
        Assert.True((await host.VerifyAsync(user, user.Code(host), ticket)).Succeeded);
    }

    [Fact]
    public async Task A_ticket_that_was_used_does_not_come_back_however_many_followed()
    {
        await using var host = Host.Create(o => o.Challenges.SignInLifetime = TimeSpan.FromHours(1));
        var user = await host.EnrollAsync();
        var used = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            used.Add(await BeginAsync(host));
            Assert.True((await host.VerifyAsync(user, user.Code(host), used[^1])).Succeeded);
            host.Clock.NextStep();
        }

        var open = await BeginAsync(host);
        foreach (var ticket in used)
            Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(user, user.Code(host), ticket)).Outcome);

        Assert.True((await host.VerifyAsync(user, user.Code(host), open)).Succeeded);
        Assert.InRange((await LoadAsync(host)).UsedTickets.Length, 1, 32);
    }

    [Fact]
    [Trait("Req", "R32")]
    public async Task A_lock_closes_all_tickets_for_good()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var (ticket, other) = (await BeginAsync(host), await BeginAsync(host));
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong, ticket);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(user, user.Code(host), ticket)).Outcome);
        Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(user, user.Code(host), other)).Outcome);
    }

    [Theory]
    [InlineData("sessions")]
    [InlineData("reset")]
    [InlineData("erased")]
    [Trait("Req", "R43")]
    public async Task A_security_change_closes_all_tickets_for_good(string what)
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var ticket = await BeginAsync(host);
        var request = new ResetRequest
        {
            UserId = "alice",
            Actor = "admin",
            Reason = "lost",
        };
        if (what == "sessions")
        {
            await host.SignIn.EndSessionsAsync("alice");
        }
        else
        {
            if (what == "reset")
                await host.Reset.ResetAsync(request);
            else
                await host.Administration.EraseAsync(request);

            user = await host.EnrollAsync();
            await BeginAsync(host);
        }

        Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(user, user.Code(host), ticket)).Outcome);
        Assert.False((await host.Challenges.FindAsync("alice", ticket)).IsOpen);
    }

    [Fact]
    public async Task A_ticket_is_of_one_user_and_one_tenant()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        await using var tenant = Host.Create(o => o.Tenant = "other", b => b.UseStore(_ => store), clock);
        var (alice, bob) = (await host.EnrollAsync(), await host.EnrollAsync("bob"));
        var same = await tenant.EnrollAsync();
        foreach (var user in new[] { "alice", "bob" })
            await BeginAsync(host, user);

        await BeginAsync(tenant);
        var ticket = await BeginAsync(host);
        Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(bob, bob.Code(host), ticket)).Outcome);
        Assert.Equal(TwoFactorOutcome.Expired, (await tenant.VerifyAsync(same, same.Code(host), ticket)).Outcome);
        Assert.True((await host.VerifyAsync(alice, alice.Code(host), ticket)).Succeeded);
    }

    [Fact]
    public async Task A_ticket_that_was_altered_anywhere_is_none()
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        var ticket = await BeginAsync(host);
        Assert.True((await host.Challenges.FindAsync("alice", ticket)).IsOpen);
        for (var i = 0; i < ticket.Length; i++)
        {
            var other = ticket[i] == 'A' ? 'B' : 'A';
            await AssertNoneAsync($"{ticket[..i]}{other}{ticket[(i + 1)..]}");
            await AssertNoneAsync(ticket[..(i + 1)] + " " + ticket[(i + 1)..]);
            if (i > 0)
                await AssertNoneAsync(ticket[..i]);
        }

        foreach (var odd in new[] { ticket + "=", ticket + "==", ticket + "A", new string('A', 100_000), "!", "\0" })
            await AssertNoneAsync(odd);

        async Task AssertNoneAsync(string text) =>
            Assert.False((await host.Challenges.FindAsync("alice", text)).IsOpen);
    }

    [Fact]
    public async Task A_ticket_ends_with_its_time_and_a_shortened_lifetime_takes_effect()
    {
        var store = new InMemoryAccountStore();
        var clock = new ManualClock();
        await using var host = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        var user = await host.EnrollAsync();
        var ticket = await BeginAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.True((await host.Challenges.FindAsync("alice", ticket)).IsOpen);
        host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(user, user.Code(host), ticket)).Outcome);

        ticket = await BeginAsync(host);
        await using var shorter = Host.Create(
            o => o.Challenges.SignInLifetime = TimeSpan.FromMinutes(5),
            b => b.UseStore(_ => store),
            clock
        );
        Assert.False((await shorter.Challenges.FindAsync("alice", ticket)).IsOpen);
    }

    [Fact]
    public void A_ticket_from_the_future_is_none()
    {
        var options = new TwoFactorOptions();
        var account = new TwoFactorAccount { UserId = "u" };
        var ahead = ManualClock.Start.AddDays(1);
        var change = new AccountChange(account, new RuleContext(options, PureWorld.Methods, ahead, null));
        var ticket = ChallengeRules.OpenSignIn(change, ChallengeDraft.Create());
        Assert.NotNull(ChallengeRules.Find(change.Account, ticket.Id, ahead, options));
        Assert.NotNull(ChallengeRules.Find(change.Account, ticket.Id, ahead.AddSeconds(-60), options));
        Assert.Null(ChallengeRules.Find(change.Account, ticket.Id, ahead.AddSeconds(-61), options));
        Assert.Null(ChallengeRules.Find(change.Account, ticket.Id, ManualClock.Start, options));
    }

    [Fact]
    public async Task A_record_of_the_version_before_gets_a_key_and_its_open_sign_ins_go_on()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var vault = host.Get<AccountVault>();
        var (account, version) = await vault.LoadAsync("alice", default);
        var old = account! with
        {
            TicketKey = null,
            Challenges =
            [
                new()
                {
                    Id = "AAAAAAAAAAAAAAAAAAAAAA",
                    Purpose = ChallengePurpose.SignIn,
                    ExpiresAt = host.Clock.Now.AddMinutes(10),
                },
            ],
        };
        Assert.True(await vault.TryWriteAsync(old, version, [], default));
        var ticket = await BeginAsync(host);
        Assert.True((await host.VerifyAsync(user, user.Code(host), "AAAAAAAAAAAAAAAAAAAAAA")).Succeeded);
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.VerifyAsync(user, user.RecoveryCodes[0], "AAAAAAAAAAAAAAAAAAAAAA")).Outcome
        );
        Assert.True((await host.VerifyAsync(user, user.RecoveryCodes[0], ticket)).Succeeded);
    }

    [Fact]
    public async Task Choosing_an_app_in_a_sign_in_writes_nothing_and_is_answered_by_the_ticket()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var ticket = await BeginAsync(host);
        var before = (await host.Store.FindAsync(new AccountKey("", "alice"), default))!.Version;
        for (var i = 0; i < 100; i++)
        {
            var challenge = await host.Challenges.ChallengeAsync(
                new ChallengeRequest { UserId = "alice", SignInChallengeId = ticket }
            );
            Assert.Equal(
                (ticket, user.FactorId, "totp"),
                (challenge.ChallengeId, challenge.FactorId, challenge.Method)
            );
        }

        Assert.Equal(before, (await host.Store.FindAsync(new AccountKey("", "alice"), default))!.Version);
        Assert.True((await host.VerifyAsync(user, user.Code(host), ticket)).Succeeded);
    }

    [Fact]
    public async Task A_challenge_for_one_factor_is_answered_by_that_factor_wherever_it_lies()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var other = await host.EnrollAsync(proofCode: user.Code(host));
        var challenge = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", FactorId = other.FactorId }
        );
        Assert.Empty((await LoadAsync(host)).Challenges);
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (await host.VerifyAsync(user, user.Code(host), challenge.ChallengeId)).Outcome
        );
        Assert.True((await host.VerifyAsync(other, other.Code(host), challenge.ChallengeId)).Succeeded);
        host.Clock.NextStep();
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.VerifyAsync(other, other.Code(host), challenge.ChallengeId)).Outcome
        );
    }

    private static async Task<string> BeginAsync(Host host, string userId = "alice") =>
        (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = userId })).ChallengeId!;

    private static async Task<TwoFactorAccount> LoadAsync(Host host) =>
        (await host.Get<AccountVault>().LoadAsync("alice", default)).Account!;

    private static async Task<int> LengthAsync(Host host) =>
        (await host.Store.FindAsync(new AccountKey("", "alice"), default))!.Sealed.Length;
}
