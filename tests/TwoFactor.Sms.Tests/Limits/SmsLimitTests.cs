namespace TwoFactor.Tests;

[Trait("Req", "R16")]
public sealed class SmsLimitTests
{
    [Fact]
    public async Task A_number_gets_five_messages_an_hour_and_ten_a_day_whoever_asks()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.PerPrefixPerHour = 0);
        var sent = new List<TimeSpan>();
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            if ((await sms.BeginAsync($"user{minute}")).Succeeded)
                sent.Add(TimeSpan.FromMinutes(minute));

            sms.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(10, sent.Count);
        Assert.Equal(10, sms.First.Count);
        Assert.All(
            sent,
            start => Assert.InRange(sent.Count(s => s >= start && s < start + TimeSpan.FromHours(1)), 1, 5)
        );
    }

    [Fact]
    public async Task A_number_has_the_waits_of_a_user_whoever_asks()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.PerPrefixPerHour = 0);
        var granted = new List<int>();
        for (var second = 0; second < 600; second++)
        {
            if ((await sms.BeginAsync($"user{second}")).Succeeded)
                granted.Add(second);

            sms.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // 30, 60, 120, 300 s, a slot of the window early at most.
        Assert.Equal(5, granted.Count);
        foreach (var (wait, expected) in granted.Skip(1).Zip([30, 90, 210, 510]))
            Assert.InRange(wait, expected * 11 / 13, expected);
    }

    [Fact]
    public async Task A_user_gets_ten_messages_an_hour_over_all_numbers()
    {
        await using var sms = SmsHost.Create(o => o.Common.Challenges.SendWaits = [TimeSpan.FromSeconds(1)]);
        for (var i = 0; i < 14; i++)
        {
            var result = await sms.BeginAsync(number: $"0{80 + (i % 2 * 10)}-{1000 + (i * 37)}-5678");
            Assert.Equal(i < 10 ? TwoFactorOutcome.Accepted : TwoFactorOutcome.Throttled, result.Outcome);
            Assert.Equal(i >= 10, result.RetryAfter > TimeSpan.Zero);
            sms.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Contains(
            await sms.Host.EventsAsync(),
            e => e is { Type: AuditEventTypes.SendRefused, Detail: SmsRefusals.User }
        );
    }

    [Theory]
    [InlineData("198.51.100.7", "::ffff:198.51.100.7", true)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task An_address_gets_ten_messages_an_hour_and_ipv6_counts_by_network(
        string address,
        string other,
        bool isSame
    )
    {
        await using var sms = SmsHost.Create();
        for (var i = 0; i < 10; i++)
            Assert.True((await sms.BeginAsync($"user{i}", $"090-1{i}34-5678", address)).Succeeded);

        Assert.False((await sms.BeginAsync("user10", "080-1034-5678", address)).Succeeded);
        Assert.Equal(!isSame, (await sms.BeginAsync("user11", "080-1134-5678", other)).Succeeded);
        Assert.True((await sms.BeginAsync("user12", "080-1234-5678")).Succeeded);
    }

    [Fact]
    public async Task A_prefix_gets_ten_messages_an_hour()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerPrefixPerDay = 0);
        for (var i = 0; i < 12; i++)
            Assert.Equal(i < 10, (await sms.BeginAsync($"user{i}", $"090-1234-{i * 613:0000}")).Succeeded);
    }

    [Fact]
    public async Task Unconfirmed_numbers_get_fifty_messages_a_day_for_a_calling_code_and_confirmed_ones_go_on()
    {
        await using var sms = SmsHost.Create();
        await sms.EnrollAsync("alice", "080-9999-5678");
        var sent = 1;
        for (var i = 0; i < 60; i++)
        {
            sent += (await sms.BeginAsync($"user{i}", $"090-{1000 + i}-5678")).Succeeded ? 1 : 0;
            sms.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(50, sent);
        Assert.True((await sms.BeginAsync("bob", "+1 201 555 0123")).Succeeded);
        Assert.True((await sms.ChallengeAsync()).Succeeded);
    }

    [Fact]
    public async Task The_day_has_a_cap()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.PerDay = 3);
        for (var i = 0; i < 5; i++)
            Assert.Equal(i < 3, (await sms.BeginAsync($"user{i}", $"090-{1000 + i}-5678")).Succeeded);
    }

    [Fact]
    public async Task A_walk_through_a_block_of_numbers_closes_the_prefix_for_half_an_hour()
    {
        await using var sms = SmsHost.Create();
        Assert.True((await sms.BeginAsync("user0", "090-1234-5670")).Succeeded);
        Assert.True((await sms.BeginAsync("user1", "090-1234-5673")).Succeeded);
        Assert.True((await sms.BeginAsync("user6", "090-1234-5675")).Succeeded);
        Assert.False((await sms.BeginAsync("user2", "090-1234-5671")).Succeeded);
        Assert.False((await sms.BeginAsync("user3", "090-1234-0001")).Succeeded);
        Assert.True((await sms.BeginAsync("user4", "090-1235-0001")).Succeeded);
        Assert.Contains(
            sms.Host.Logs.Lines,
            l =>
                l.Contains(
                    "to region JP, or to a prefix in it, are closed for 00:30:00: sequence",
                    StringComparison.Ordinal
                )
        );
        sms.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.True((await sms.BeginAsync("user5", "090-1234-0001")).Succeeded);
    }

    [Fact]
    public async Task A_region_from_which_no_code_comes_back_is_closed_opens_again_and_is_judged_anew()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerCallingCodePerDay = 0);
        await sms.EnrollAsync("alice", "+1 201 555 9999");
        var (first, second) = (0, 0);
        for (var minute = 0; minute < 40; minute++, sms.Clock.Advance(TimeSpan.FromMinutes(1)))
            first += (await sms.BeginAsync($"user{minute}", $"090-{1000 + minute}-5678")).Succeeded ? 1 : 0;

        // 20 sends that have had five minutes to come back, and those of the five minutes and the slot since.
        Assert.InRange(first, 20, 32);
        Assert.True((await sms.ChallengeAsync()).Succeeded);
        var closing = Assert.Single(
            sms.Host.Logs.Lines,
            l =>
                l.Contains("region_closed", StringComparison.Ordinal)
                && l.Contains("toll fraud", StringComparison.Ordinal)
        );
        Assert.Contains("region JP", closing, StringComparison.Ordinal);
        sms.Clock.Advance(TimeSpan.FromMinutes(20));
        for (var minute = 0; minute < 15; minute++, sms.Clock.Advance(TimeSpan.FromMinutes(1)))
            second += (await sms.BeginAsync($"later{minute}", $"080-{1000 + minute}-5678")).Succeeded ? 1 : 0;

        Assert.Equal(15, second);
    }

    [Fact]
    public async Task Phones_of_ones_own_that_never_answer_close_no_region_to_those_who_sign_in()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerCallingCodePerDay = 0);
        await sms.EnrollAsync("alice", "090-9999-5678");
        for (var i = 0; i < 8; i++)
            await sms.EnrollAsync($"own{i}", $"090-{1000 + i}-5678");

        sms.Clock.Advance(TimeSpan.FromHours(2));
        var sent = 0;
        for (var minute = 0; minute < 60; minute++, sms.Clock.Advance(TimeSpan.FromMinutes(1)))
        {
            for (var i = 0; i < 8; i++)
                sent += (await sms.ChallengeAsync($"own{i}")).Succeeded ? 1 : 0;
        }

        Assert.InRange(sent, 21, 8 * 5);
        Assert.True((await sms.ChallengeAsync()).Succeeded);
        Assert.True((await sms.VerifyAsync(sms.First.LastCodeTo("+819099995678"))).Succeeded);
        Assert.True((await sms.BeginAsync("new", "080-1234-5678")).Succeeded);
        Assert.DoesNotContain(sms.Host.Logs.Lines, l => l.Contains("region_closed", StringComparison.Ordinal));
        Assert.Single(sms.Host.Logs.Lines, l => l.Contains("confirmed numbers of region JP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_phones_next_to_a_victims_do_not_keep_the_victim_out_and_have_their_caps()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerPrefixPerDay = 0);
        await sms.EnrollAsync();
        for (var i = 0; i < 6; i++)
            await sms.EnrollAsync($"own{i}", $"090-1234-{i * 613:0000}");

        sms.Clock.Advance(TimeSpan.FromDays(1));
        var sent = 0;
        for (var minute = 0; minute < 30; minute++, sms.Clock.Advance(TimeSpan.FromMinutes(1)))
        {
            for (var i = 0; i < 6; i++)
                sent += (await sms.ChallengeAsync($"own{i}")).Succeeded ? 1 : 0;
        }

        // The cap of the prefix, and what six clean numbers may ask for whatever their neighbours do.
        Assert.InRange(sent, 10, 6 * 2);
        Assert.True((await sms.ChallengeAsync()).Succeeded);
    }

    [Fact]
    public async Task A_prefix_of_confirmed_numbers_that_never_answer_is_closed_to_them_alone()
    {
        await using var sms = SmsHost.Create(o =>
            (o.Sms.Limits.UnconfirmedPerPrefixPerDay, o.Sms.Limits.PerPrefixPerHour, o.Sms.Limits.PerNumberPerHour) = (
                0,
                0,
                0
            )
        );
        await sms.EnrollAsync();
        for (var i = 0; i < 9; i++)
            await sms.EnrollAsync($"own{i}", $"090-1234-{i * 613:0000}");

        sms.Clock.Advance(TimeSpan.FromDays(1));
        var sent = 0;
        for (var minute = 0; minute < 55; minute++, sms.Clock.Advance(TimeSpan.FromMinutes(1)))
        {
            for (var i = 0; i < 9; i++)
                sent += (await sms.ChallengeAsync($"own{i}")).Succeeded ? 1 : 0;
        }

        Assert.InRange(sent, 20, 60);
        Assert.Contains(sms.Host.Logs.Lines, l => l.Contains("prefix_closed", StringComparison.Ordinal));
        Assert.True((await sms.ChallengeAsync()).Succeeded);
        Assert.True((await sms.VerifyAsync(sms.First.LastCodeTo("+819012345678"))).Succeeded);
    }

    [Fact]
    public async Task Whoever_types_a_victims_number_or_walks_through_its_block_does_not_keep_the_victim_out()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerCallingCodePerDay = 0);
        await sms.EnrollAsync();
        var toVictim = 0;
        for (var i = 0; i < 200; i++, sms.Clock.Advance(TimeSpan.FromMinutes(5)))
        {
            toVictim += (await sms.BeginAsync($"mallory{i}")).Succeeded ? 1 : 0;
            await sms.BeginAsync($"walker{i}", $"090-1234-{5000 + i:0000}");
            if (i % 36 != 18)
                continue;

            var challenge = await sms.ChallengeAsync();
            Assert.Equal(TwoFactorOutcome.Accepted, challenge.Outcome);
            Assert.True(
                (await sms.VerifyAsync(sms.First.LastCodeTo("+819012345678"), challenge.ChallengeId)).Succeeded
            );
        }

        Assert.InRange(toVictim, 1, 10);
    }

    [Fact]
    public async Task Colleagues_with_numbers_in_a_row_who_confirm_them_are_no_walk()
    {
        await using var sms = SmsHost.Create();
        for (var i = 0; i < 8; i++)
            await sms.EnrollAsync($"colleague{i}", $"090-1234-567{i}");
    }

    [Fact]
    public async Task What_no_gateway_took_is_no_sign_of_fraud()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerCallingCodePerDay = 0);
        sms.First.Result = () => SmsResult.Rejected(SmsFailure.Recipient);
        for (var minute = 0; minute < 40; minute++, sms.Clock.Advance(TimeSpan.FromMinutes(1)))
            Assert.True((await sms.BeginAsync($"user{minute}", $"090-{1000 + minute}-5678")).Succeeded);

        sms.First.Answer = null;
        Assert.Equal(FactorDeliveryStatus.Accepted, (await sms.BeginAsync()).Delivery!.Status);
    }

    [Fact]
    public async Task A_double_click_that_reaches_two_servers_costs_one_message()
    {
        var (clock, store, quotas) = (new ManualClock(), new FaultyStore(), new InMemoryQuotaStore());
        await using var sms = SmsHost.Create(build: Share, clock: clock);
        await using var other = SmsHost.Create(build: Share, clock: clock, first: sms.First);
        await sms.EnrollAsync();
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));

            // The second click overtakes the first, between its reservation and its write.
            store.BeforeNextWrite = () => other.ChallengeAsync();
            Assert.Equal(TwoFactorOutcome.Throttled, (await sms.ChallengeAsync()).Outcome);
            Assert.True((await sms.VerifyAsync(sms.LastCode)).Succeeded);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await sms.ChallengeAsync()).Succeeded);
        Assert.True((await sms.VerifyAsync(sms.LastCode)).Succeeded);
        Assert.Equal(5, sms.First.Count);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TwoFactorOutcome.Throttled, (await sms.ChallengeAsync()).Outcome);

        void Share(TwoFactorBuilder builder) => builder.UseStore(_ => store).UseQuotaStore(_ => quotas);
    }

    [Fact]
    public async Task A_clearance_for_one_number_is_none_for_another()
    {
        var clock = new ManualClock();
        var store = new FaultyStore();
        await using var before = SmsHost.Create(build: b => b.UseStore(_ => store), clock: clock);
        var japan = await before.EnrollAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        var proof = new FreshProof { PasswordVerifiedAt = clock.Now, SecondFactorVerifiedAt = clock.Now };
        var second = await before.BeginAsync(number: "+1 201 555 0123", proof: proof);
        await before.Host.Enrollment.ConfirmAsync("alice", second.FactorId!, before.LastCode);
        clock.Advance(TimeSpan.FromMinutes(1));
        await before.ChallengeAsync();
        var american = await before.Host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", FactorId = second.FactorId }
        );
        Assert.False(american.Succeeded);
        clock.Advance(TimeSpan.FromMinutes(1));
        await before.Host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice", FactorId = japan });
        await before.VerifyAsync(before.LastCode);

        // Japan alone is allowed now, and while a code for Japan is reserved the American factor becomes the one used
        // last.
        await using var after = SmsHost.Create(o => o.Sms.Regions = ["JP"], b => b.UseStore(_ => store), clock);
        clock.Advance(TimeSpan.FromMinutes(1));
        store.BeforeNextWrite = async () =>
        {
            var account = after.Account();
            var row = (await store.FindAsync(new AccountKey("", "alice"), default))!;
            var factors = Array.ConvertAll(
                account.Factors,
                f => f.Id == second.FactorId ? f with { LastUsedAt = clock.Now } : f
            );
            await after
                .Host.Get<AccountVault>()
                .TryWriteAsync(account with { Factors = factors }, row.Version, [], default);
        };
        Assert.Equal(TwoFactorOutcome.Throttled, (await after.ChallengeAsync()).Outcome);
        Assert.Empty(after.First.Asked);
    }

    [Fact]
    public async Task A_fresh_user_who_is_refused_has_an_event_and_a_wait_and_is_told_how_long()
    {
        await using var sms = SmsHost.Create();
        await sms.BeginAsync("alice");
        sms.Clock.Advance(TimeSpan.FromSeconds(25));
        var refused = await sms.BeginAsync("bob");
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromSeconds(30)), (refused.Outcome, refused.RetryAfter));
        Assert.Equal(SmsRefusals.CoolDown, Assert.Single(await sms.Host.EventsAsync("bob")).Detail);
        await sms.BeginAsync("bob");
        Assert.Single(await sms.Host.EventsAsync("bob"));
        sms.Clock.Advance(refused.RetryAfter!.Value);
        Assert.True((await sms.BeginAsync("bob")).Succeeded);
    }

    [Fact]
    public async Task An_owner_has_five_messages_an_hour_the_confirming_one_included()
    {
        await using var sms = SmsHost.Create();
        await sms.EnrollAsync();
        for (var sent = 2; sent <= 6; sent++)
        {
            sms.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(sent <= 5, (await sms.ChallengeAsync()).Succeeded);
            await sms.VerifyAsync(sms.LastCode);
        }
    }

    [Fact]
    public async Task Forty_people_who_ask_at_nine_o_clock_do_not_close_their_country()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerCallingCodePerDay = 0);
        var pending = new List<EnrollmentResult>();
        for (var i = 0; i < 40; i++, sms.Clock.Advance(TimeSpan.FromSeconds(3)))
            pending.Add(await sms.BeginAsync($"user{i}", $"090-{1000 + i}-5678"));

        for (var i = 0; i < 40; i++)
            Assert.True(
                (
                    await sms.Host.Enrollment.ConfirmAsync($"user{i}", pending[i].FactorId!, sms.First.Asked[i].Code)
                ).Succeeded
            );

        sms.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True((await sms.BeginAsync("late", "080-1000-5678")).Succeeded);
    }

    [Fact]
    public async Task A_region_from_which_codes_come_back_stays_open()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.UnconfirmedPerCallingCodePerDay = 0);
        for (var i = 0; i < 120; i++)
        {
            var pending = await sms.BeginAsync($"user{i}", $"090-{1000 + i}-5678");
            Assert.True(pending.Succeeded);
            if (i % 4 == 0)
                Assert.True(
                    (await sms.Host.Enrollment.ConfirmAsync($"user{i}", pending.FactorId!, sms.LastCode)).Succeeded
                );

            sms.Clock.Advance(TimeSpan.FromSeconds(45));
        }
    }

    [Fact]
    public async Task A_refusal_changes_nothing_but_has_its_wait_and_one_event()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Limits.PerUserPerHour = 1);
        await sms.EnrollAsync();
        var codes = sms.First.Count;
        var challenges = sms.Account().Challenges.Length;
        for (var i = 0; i < 10; i++)
            Assert.Equal(TwoFactorOutcome.Throttled, (await sms.ChallengeAsync()).Outcome);

        Assert.Equal((codes, challenges), (sms.First.Count, sms.Account().Challenges.Length));
        Assert.Single(await sms.Host.EventsAsync(), e => e.Type == AuditEventTypes.SendRefused);
    }

    [Fact]
    public async Task When_the_quota_store_is_down_nothing_is_sent_and_nothing_changes()
    {
        await using var sms = SmsHost.Create(build: b => b.UseQuotaStore(_ => new BrokenQuotas()));
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => sms.BeginAsync());
        Assert.Empty(sms.First.Asked);
        Assert.Null(await sms.Host.Store.FindAsync(new AccountKey("", "alice"), default));
    }

    [Fact]
    public async Task When_the_quota_store_fails_after_a_right_code_the_code_is_accepted()
    {
        var quotas = new BrokenQuotas { Inner = new InMemoryQuotaStore() };
        await using var sms = SmsHost.Create(build: b => b.UseQuotaStore(_ => quotas));
        var pending = await sms.BeginAsync();
        quotas.Inner = null;
        Assert.True((await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode)).Succeeded);
    }

    [Theory]
    [InlineData("+819012345678", new[] { "+819012345676", "+819012345677", "+819012345679", "+819012345680" })]
    [InlineData("+24741234", new[] { "+24741232", "+24741233", "+24741235", "+24741236" })]
    [InlineData("+810000000001", new[] { "+810000000000", "+810000000002", "+810000000003" })]
    public void Neighbours_are_numbers_of_the_same_length(string number, string[] neighbours) =>
        Assert.Equal(neighbours, SmsBuckets.NeighboursOf(number, 2));

    [Fact]
    public async Task Buckets_that_the_first_version_counted_in_are_counted_on()
    {
        // Written down from the version that kept these limits in the core.
        var quotas = new WatchedQuotas();
        await using var sms = SmsHost.Create(build: b => b.UseQuotaStore(_ => quotas));
        await sms.BeginAsync("álice", address: "203.0.113.9");
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "sms:unconfirmed.region:JP:closed",
                "sms:unconfirmed.prefix:fNs9eW825xEdRrPX36kDiQ:closed",
                "sms:wait1:h1YgR6At-rUYIv92YxDQug",
                "sms:wait4:bHE1WiVw7Jdqis432cS-ng",
                "sms:seen:RU3hHwMdupVR8VuS7hn32w",
                "sms:number.hour:KQ3mMHIfQ_XOK0NwwLYENA",
                "sms:number.day:0Y-DBCFvclljnZDm4fC9HQ",
                "sms:unconfirmed.number.hour:VrMptjfMAq3w05QAHANq5g",
                "sms:unconfirmed.number.day:D2d-TTUYskdof4MrbD-tuQ",
                "sms:user.hour:8U7QF3Wt7PzmJDSHAgUkiQ",
                "sms:address.hour:zb25E0Akc5oFcnwW6QlntA",
                "sms:unconfirmed.prefix.hour:63C_Y6sKRHPTCqCN1ZO4ZQ",
                "sms:unconfirmed.prefix.day:0RlGUSsPfmsGdYUMTKoMAA",
                "sms:unconfirmed.day:81",
                "sms:day",
            },
            quotas.Buckets
        );
    }

    [Fact]
    public async Task Before_a_code_goes_to_a_confirmed_number_the_store_is_asked_once()
    {
        var quotas = new WatchedQuotas();
        await using var sms = SmsHost.Create(build: b => b.UseQuotaStore(_ => quotas));
        await sms.EnrollAsync();
        sms.Clock.Advance(TimeSpan.FromMinutes(1));
        quotas.Calls.Clear();
        sms.First.Result = () =>
        {
            quotas.Calls.Add("sent");
            return SmsResult.Accepted("1");
        };
        Assert.True((await sms.ChallengeAsync()).Succeeded);
        Assert.Equal(["take", "sent"], quotas.Calls.Take(2));
    }

    [Fact, Trait("Req", "R16")]
    public async Task A_walk_is_looked_for_while_the_permits_are_taken()
    {
        var quotas = new WatchedQuotas { Count = taken => taken };
        await using var sms = SmsHost.Create(build: b => b.UseQuotaStore(_ => quotas));
        await sms.BeginAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotEmpty(sms.LastCode);
    }

    [Fact, Trait("Req", "R16")]
    public async Task If_it_cannot_be_looked_for_the_permits_are_given_back()
    {
        var quotas = new WatchedQuotas { Count = _ => Task.FromException(new TwoFactorStoreException("It is down.")) };
        await using var sms = SmsHost.Create(build: b => b.UseQuotaStore(_ => quotas));
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => sms.BeginAsync());
        Assert.Equal(["take", "take"], quotas.Calls.Where(c => c == "take"));
        Assert.Equal(0, quotas.Taken);
    }

    private sealed class WatchedQuotas : IQuotaStore
    {
        private readonly TaskCompletionSource _taken = new();

        /// <summary>What a count waits for; it is given what ends once something was taken.</summary>
        public Func<Task, Task> Count { get; init; } = _ => Task.CompletedTask;

        /// <summary>What was taken and not given back.</summary>
        public int Taken { get; private set; }

        public HashSet<string> Buckets { get; } = new(StringComparer.Ordinal);

        public List<string> Calls { get; } = [];

        public ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            Calls.Add("take");
            Taken += permits.Sum(p => p.Cost);
            _taken.TrySetResult();
            Buckets.UnionWith(permits.Select(p => p.Bucket));
            return new(QuotaDecision.Granted);
        }

        public async ValueTask<IReadOnlyList<long>> CountAsync(
            string tenant,
            IReadOnlyList<QuotaCount> counts,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            Calls.Add("count");
            await Count(_taken.Task);
            return [.. counts.Select(_ => 0L)];
        }

        public ValueTask<long> PurgeAsync(
            string tenant,
            DateTimeOffset expiredBefore,
            CancellationToken cancellationToken
        ) => new(0L);
    }

    private sealed class BrokenQuotas : IQuotaStore
    {
        public IQuotaStore? Inner { get; set; }

        private IQuotaStore Store => Inner ?? throw new TwoFactorStoreException("The quota store is down. Start it.");

        public ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => Store.TryAcquireAsync(tenant, permits, now, cancellationToken);

        public ValueTask<IReadOnlyList<long>> CountAsync(
            string tenant,
            IReadOnlyList<QuotaCount> counts,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => Store.CountAsync(tenant, counts, now, cancellationToken);

        public ValueTask<long> PurgeAsync(
            string tenant,
            DateTimeOffset expiredBefore,
            CancellationToken cancellationToken
        ) => throw new TwoFactorStoreException("The quota store is down. Start it.");
    }
}
