namespace TwoFactor.Tests;

/// <summary>Whoever deletes a user's rows, or puts old ones back, does not turn the second factor off.</summary>
[Trait("Req", "R90")]
public sealed class RosterTests
{
    private static readonly SignInRequest s_alice = new() { UserId = "alice" };

    private static readonly ResetRequest s_reset = new()
    {
        UserId = "alice",
        Actor = "root",
        Reason = "the record is gone",
    };

    private readonly StoredRows _store = new();

    private Host Create(bool useRoster = true) =>
        Host.Create(o => o.UseRoster = useRoster, b => b.UseStore(_ => _store));

    [Fact]
    [Trait("Req", "R91")]
    public async Task A_user_whose_record_and_trail_are_deleted_is_denied_told_in_a_trail_and_named_by_verification()
    {
        await using var host = Create();
        await host.EnrollAsync();
        await host.EnrollAsync("bob");
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await _store.DeleteUserAsync("alice");

        var verification = await host.Audit.VerifyAsync(null);
        Assert.Contains("'alice'", Assert.Single(verification.Problems), StringComparison.Ordinal);
        Assert.Single((await host.Audit.VerifyAsync("alice")).Problems);
        Assert.True((await host.Audit.VerifyAsync("bob")).IsIntact);

        var preview = await host.SignIn.PreviewAsync(s_alice);
        Assert.Equal((SignInDecision.Denied, SignInReasons.RecordMissing), (preview.Decision, preview.Reason));
        for (var i = 0; i < 3; i++)
        {
            var evaluation = await host.SignIn.EvaluateAsync(s_alice);
            Assert.Equal(
                (SignInDecision.Denied, SignInReasons.RecordMissing),
                (evaluation.Decision, evaluation.Reason)
            );
        }

        var told = Assert.Single(await host.EventsAsync());
        Assert.Equal((AuditEventTypes.RecordMissing, "denied"), (told.Type, told.Outcome));
        Assert.Equal(AuditEventTypes.RecordMissing, host.Notifier.Notices[^1].Event.Type);
        Assert.Contains(
            "'alice'",
            Assert.Single((await host.Audit.VerifyAsync(null)).Problems),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_a_roster_a_deleted_user_counts_as_one_who_never_enrolled()
    {
        await using var host = Create(useRoster: false);
        await host.EnrollAsync();
        await _store.DeleteUserAsync("alice");
        Assert.Equal(SignInDecision.Allowed, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        Assert.DoesNotContain(_store.Writes, k => k.Tenant == Roster.Tenant);
    }

    [Fact]
    public async Task Nothing_but_a_reset_helps_a_user_whose_record_was_deleted()
    {
        await using var host = Create();
        await host.EnrollAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        await _store.DeleteUserAsync("alice");
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.BeginAsync());
            await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.SignIn.EndSessionsAsync("alice"));
            await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Enrollment.GetStatusAsync("alice"));
            await host.SignIn.EvaluateAsync(s_alice);
        }

        Assert.True((await host.Reset.ResetAsync(s_reset)).Succeeded);
        Assert.Equal(SignInDecision.Enroll, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        await host.EnrollAsync();
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        var verification = await host.Audit.VerifyAsync(null);
        Assert.True(verification.IsIntact, string.Join(' ', verification.Problems));
        Assert.NotEmpty(verification.Warnings);
    }

    [Fact]
    public async Task A_record_from_before_the_enrolment_that_is_put_back_is_denied_however_often_it_is_tried()
    {
        await using var host = Create();
        await host.EnrollAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        _store.Put(StoredRows.User("alice"), _store.History(StoredRows.User("alice"))[0]);
        Assert.Contains(
            "'alice'",
            Assert.Single((await host.Audit.VerifyAsync(null)).Problems),
            StringComparison.Ordinal
        );
        for (var i = 0; i < 5; i++)
            Assert.Equal(SignInReasons.RecordMissing, (await host.SignIn.EvaluateAsync(s_alice)).Reason);

        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.BeginAsync());
    }

    [Fact]
    public async Task A_record_from_before_is_denied_after_the_reset_of_a_lost_one_too()
    {
        await using var host = Create();
        await host.EnrollAsync();
        var old = _store.History(StoredRows.User("alice"))[0];
        host.Clock.Advance(TimeSpan.FromHours(1));
        await _store.DeleteUserAsync("alice");
        Assert.True((await host.Reset.ResetAsync(s_reset)).Succeeded);
        Assert.Equal(1, _store.History(StoredRows.User("alice"))[^1].Version);
        host.Clock.Advance(TimeSpan.FromHours(1));
        _store.Put(StoredRows.User("alice"), old);
        Assert.Equal(SignInReasons.RecordMissing, (await host.SignIn.EvaluateAsync(s_alice)).Reason);
    }

    [Fact]
    public async Task A_user_who_was_reset_and_then_deleted_is_denied()
    {
        await using var host = Create();
        await host.EnrollAsync();
        await host.Reset.ResetAsync(s_reset);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await _store.DeleteUserAsync("alice");
        Assert.Equal(SignInReasons.RecordMissing, (await host.SignIn.EvaluateAsync(s_alice)).Reason);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("alter")]
    [InlineData("another page")]
    [InlineData("another tenant")]
    public async Task A_page_that_is_deleted_altered_or_moved_denies(string how)
    {
        await using var host = Create();
        await host.EnrollAsync();
        var other = Enumerable
            .Range(0, 99)
            .Select(i => $"user {i}")
            .First(u => Roster.PageOf(u) != Roster.PageOf("alice"));
        await host.EnrollAsync(other);
        await _store.DeleteUserAsync("alice");
        var page = _store.History(StoredRows.Page("alice"))[^1];
        switch (how)
        {
            case "delete":
                _store.Delete(page.Key);
                break;
            case "alter":
                _store.Put(
                    page.Key,
                    new()
                    {
                        Key = page.Key,
                        Version = page.Version,
                        Sealed = [.. page.Sealed[..^1], 7],
                    }
                );
                break;
            case "another page":
                _store.Put(page.Key, _store.History(StoredRows.Page(other))[^1]);
                break;
            default:
                await using (var stranger = Host.Create(o => o.Tenant = "other", b => b.UseStore(_ => _store)))
                    await stranger.EnrollAsync(other);

                _store.Put(page.Key, _store.History(new(Roster.Tenant, $"other{StoredRows.Page(other).UserId}"))[^1]);
                break;
        }

        var thrown = await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.SignIn.EvaluateAsync(s_alice));
        Assert.Contains("roster", thrown.Message, StringComparison.Ordinal);
        Assert.False((await host.Audit.VerifyAsync(null)).IsIntact);
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(new() { UserId = other })).Decision);

        await host.Administration.RebuildRosterAsync("root", "damaged");
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(new() { UserId = other })).Decision);
        Assert.Contains(
            await host.EventsAsync(AuditEvent.PolicyTrail),
            e => e is { Type: AuditEventTypes.RosterRebuilt, Actor: "root", Reason: "damaged" }
        );
    }

    [Fact]
    public async Task An_older_page_that_is_put_back_is_told_by_those_who_were_listed_since()
    {
        await using var host = Create();
        var page = Roster.PageOf("alice");
        var neighbour = Enumerable.Range(0, 99_999).Select(i => $"user {i}").First(u => Roster.PageOf(u) == page);
        await host.EnrollAsync();
        var old = _store.History(StoredRows.Page("alice"))[^1];
        await host.EnrollAsync(neighbour);
        _store.Put(old.Key, old);
        var problem = Assert.Single((await host.Audit.VerifyAsync(null)).Problems);
        Assert.Contains($"'{neighbour}'", problem, StringComparison.Ordinal);
        Assert.Equal(1, (await host.Administration.RebuildRosterAsync("root", "put back")).Listed);
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
    }

    [Fact]
    public async Task A_roster_that_is_deleted_whole_denies_as_long_as_a_record_tells_of_it()
    {
        await using var host = Create();
        await host.EnrollAsync();
        await host.EnrollAsync("bob");
        await _store.DeleteUserAsync("alice");
        foreach (var key in new[] { StoredRows.Page("alice"), StoredRows.Page("bob"), StoredRows.Root })
            _store.Delete(key);

        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.SignIn.EvaluateAsync(s_alice));
        Assert.Contains(
            (await host.Audit.VerifyAsync(null)).Problems,
            p => p.Contains("roster lacks user 'bob'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_first_user_who_is_ever_listed_denies_nobody_who_looks_at_that_moment()
    {
        await using var host = Create();
        _store.BeforeList = () => host.EnrollAsync("bob");
        Assert.Equal(SignInDecision.Allowed, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        Assert.Null(_store.BeforeList);
        await host.EnrollAsync();
    }

    [Fact]
    public async Task Whoever_stops_between_roster_and_record_leaves_a_user_who_can_begin_anew_at_once()
    {
        await using var host = Create();
        var pending = await host.BeginAsync();
        _store.DiesBeforeAccount = true;
        await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.Enrollment.ConfirmAsync("alice", pending.FactorId, pending.Code(host))
        );
        _store.DiesBeforeAccount = false;
        Assert.Equal(SignInDecision.Allowed, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        await host.EnrollAsync();
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(s_alice)).Decision);

        // From here on the record is missed.
        await _store.DeleteUserAsync("alice");
        Assert.Equal(SignInReasons.RecordMissing, (await host.SignIn.EvaluateAsync(s_alice)).Reason);
    }

    [Fact]
    public async Task A_reset_that_stops_between_roster_and_record_leaves_a_lost_user_denied()
    {
        await using var host = Create();
        await host.EnrollAsync();
        await _store.DeleteUserAsync("alice");
        _store.DiesBeforeAccount = true;
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Reset.ResetAsync(s_reset));
        _store.DiesBeforeAccount = false;
        Assert.Equal(SignInReasons.RecordMissing, (await host.SignIn.EvaluateAsync(s_alice)).Reason);
        Assert.True((await host.Reset.ResetAsync(s_reset)).Succeeded);
        Assert.NotEqual(SignInDecision.Denied, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
    }

    [Fact]
    public async Task A_reset_that_is_cut_short_denies_nobody_for_whom_a_removal_was_cut_short_before()
    {
        await using var host = Create();
        var user = await host.EnrollAsync();
        _store.Fails = k => k.Tenant == Roster.Tenant;
        await host.Enrollment.RemoveAsync(
            new()
            {
                UserId = "alice",
                FactorId = user.FactorId,
                Proof = host.Proof(user.Code(host)),
            }
        );
        _store.Fails = _ => false;
        _store.DiesBeforeAccount = true;
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Reset.ResetAsync(s_reset));
        _store.DiesBeforeAccount = false;
        Assert.Equal(SignInDecision.Allowed, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
    }

    [Theory]
    [InlineData(4, 2, false, false, "older than the listing: put back, or gone")]
    [InlineData(9, 1, false, false, "of an earlier epoch: put back")]
    [InlineData(5, 2, true, false, "protected, or known to be lost")]
    [InlineData(5, 2, false, true, "the one that was emptied by its owner")]
    [InlineData(9, 3, false, true, "newer")]
    public async Task A_listing_that_denies_goes_on_to_deny_when_the_user_is_listed_anew(
        long version,
        int epoch,
        bool isMissed,
        bool isPending,
        string record
    )
    {
        await using var host = Create();
        var roster = host.Get<AccountVault>().Roster!;
        var settled = new RosterEntry { Version = 5, Epoch = 2 };
        await roster.ListAsync("alice", settled, isMissed: false, default);
        var next = new RosterEntry
        {
            Version = version + 1,
            Epoch = epoch,
            IsPending = true,
        };
        await roster.ListAsync("alice", next, isMissed, default);
        Assert.True((await roster.FindAsync("alice", default)).Entry!.IsPending == isPending, record);
    }

    [Fact]
    public async Task A_listing_that_could_not_be_settled_is_settled_when_the_roster_is_rebuilt()
    {
        await using var host = Create();
        var pending = await host.BeginAsync();
        var writes = 0;
        _store.Fails = k => k == StoredRows.Page("alice") && writes++ > 0;
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId, pending.Code(host))).Succeeded);
        Assert.Contains(host.Logs.Lines, l => l.Contains("could not be told", StringComparison.Ordinal));
        _store.Fails = _ => false;
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        Assert.Equal(1, (await host.Administration.RebuildRosterAsync("root", "after a fault")).Listed);
        await _store.DeleteUserAsync("alice");
        Assert.Equal(SignInReasons.RecordMissing, (await host.SignIn.EvaluateAsync(s_alice)).Reason);
    }

    [Fact]
    public async Task Of_two_who_list_a_user_at_once_the_one_who_comes_second_settles_it_too()
    {
        await using var host = Create();
        var pending = await host.BeginAsync();
        var roster = host.Get<AccountVault>().Roster!;
        var other = new RosterEntry
        {
            Version = 2,
            Epoch = 0,
            At = host.Clock.Now,
            IsPending = true,
        };
        await roster.ListAsync("alice", other, isMissed: false, default);
        await host.Enrollment.ConfirmAsync("alice", pending.FactorId, pending.Code(host));
        Assert.False((await roster.FindAsync("alice", default)).Entry!.IsPending);

        // A listing for a later record is that record's matter.
        await roster.ListAsync("bob", other with { Version = 9 }, isMissed: false, default);
        await roster.SettleAsync("bob", 8, host.Clock.Now, default);
        Assert.True((await roster.FindAsync("bob", default)).Entry!.IsPending);
        await roster.SettleAsync("bob", 9, host.Clock.Now, default);
        Assert.False((await roster.FindAsync("bob", default)).Entry!.IsPending);
    }

    [Fact]
    public async Task A_user_who_removes_the_last_factor_is_taken_off_and_is_denied_nothing_if_that_was_cut_short()
    {
        await using var host = Create();
        foreach (var isCut in new[] { true, false })
        {
            var user = await host.EnrollAsync();
            _store.Fails = k => isCut && k.Tenant == Roster.Tenant;
            var removed = await host.Enrollment.RemoveAsync(
                new()
                {
                    UserId = "alice",
                    FactorId = user.FactorId,
                    Proof = host.Proof(user.Code(host)),
                }
            );
            _store.Fails = _ => false;
            Assert.Equal(TwoFactorOutcome.Accepted, removed.Outcome);
            host.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(SignInDecision.Allowed, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
            Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        }

        // Taken off: nothing is left for a deletion to turn off.
        await _store.DeleteUserAsync("alice");
        Assert.Equal(SignInDecision.Allowed, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
    }

    [Fact]
    public async Task A_purge_lists_who_enrolled_before_there_was_a_roster_and_takes_off_who_is_left_on_it()
    {
        await using (var before = Create(useRoster: false))
            await before.EnrollAsync();

        await using var host = Create();
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(s_alice)).Decision);
        Assert.Empty(_store.History(StoredRows.Page("alice")));
        var user = await host.EnrollAsync("bob");
        _store.Fails = k => k.Tenant == Roster.Tenant;
        await host.Enrollment.RemoveAsync(
            new()
            {
                UserId = "bob",
                FactorId = user.FactorId,
                Proof = host.Proof(user.Code(host)),
            }
        );
        _store.Fails = _ => false;

        await host.Administration.PurgeAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        foreach (var gone in new[] { "alice", "bob" })
            await _store.DeleteUserAsync(gone);

        Assert.Equal(SignInReasons.RecordMissing, (await host.SignIn.EvaluateAsync(s_alice)).Reason);
        Assert.Equal(SignInDecision.Allowed, (await host.SignIn.EvaluateAsync(new() { UserId = "bob" })).Decision);
    }

    [Fact]
    public async Task No_verification_reads_or_writes_the_roster()
    {
        await using var host = Create();
        var user = await host.EnrollAsync();
        _store.Writes.Clear();
        _store.Reads.Clear();
        var signIn = await host.SignIn.EvaluateAsync(s_alice);
        await host.VerifyAsync(user, EnrolledUser.Wrong, signIn.ChallengeId);
        Assert.True((await host.VerifyAsync(user, user.Code(host), signIn.ChallengeId)).Succeeded);
        Assert.DoesNotContain(_store.Writes.Concat(_store.Reads), k => k.Tenant == Roster.Tenant);
    }

    [Fact]
    public async Task An_enrolment_costs_two_writes_of_a_page_and_a_user_without_a_factor_one_read()
    {
        await using var host = Create();
        var page = Roster.PageOf("alice");
        var others = Enumerable.Range(0, 99_999).Select(i => $"user {i}").Where(u => Roster.PageOf(u) == page).Take(2);
        await host.EnrollAsync();
        var user = await host.BeginAsync(others.First());
        _store.Writes.Clear();
        _store.Reads.Clear();
        await host.Enrollment.ConfirmAsync(user.UserId, user.FactorId, user.Code(host));
        Assert.Equal(
            [StoredRows.Page("alice"), StoredRows.Page("alice")],
            _store.Writes.Where(k => k.Tenant == Roster.Tenant)
        );
        Assert.Equal(
            [StoredRows.Page("alice"), StoredRows.Page("alice"), StoredRows.Root, StoredRows.Page("alice")],
            _store.Reads.Where(k => k.Tenant == Roster.Tenant)
        );
        _store.Reads.Clear();
        await host.SignIn.EvaluateAsync(new() { UserId = others.Last() });
        Assert.Single(_store.Reads, k => k.Tenant == Roster.Tenant);
        Assert.True(_store.History(StoredRows.Page("alice"))[^1].Sealed.Length < 200);
    }

    [Fact]
    public async Task Two_who_list_users_of_one_page_at_once_both_do()
    {
        await using var host = Create();
        var page = Roster.PageOf("alice");
        var users = Enumerable.Range(0, 99_999).Select(i => $"user {i}").Where(u => Roster.PageOf(u) == page).Take(8);
        var roster = host.Get<AccountVault>().Roster!;
        var entry = new RosterEntry
        {
            Version = 1,
            Epoch = 0,
            At = host.Clock.Now,
        };
        await Task.WhenAll(
            users.Select(u => Task.Run(() => roster.ListAsync(u, entry, isMissed: false, default).AsTask()))
        );
        Assert.Equal(8, (await roster.ReadPageAsync(page, default)).Page.Users.Count);
    }

    [Fact]
    [Trait("Req", "R80")]
    public async Task The_roster_is_sealed_anew_with_the_newest_key()
    {
        await using (var host = Create())
            await host.EnrollAsync();

        await using var rotated = Host.Create(
            o => o.Sealing.Keys.Add(Convert.ToBase64String(new byte[32])),
            b => b.UseStore(_ => _store)
        );
        Assert.Equal(0, (await rotated.Administration.ResealAsync()).Left);
        await using var newest = Host.Create(
            o =>
            {
                o.Sealing.Keys.Clear();
                o.Sealing.Keys.Add(Convert.ToBase64String(new byte[32]));
            },
            b => b.UseStore(_ => _store)
        );
        newest.Clock.Advance(TimeSpan.FromHours(1));
        await _store.DeleteUserAsync("alice");
        Assert.Equal(SignInReasons.RecordMissing, (await newest.SignIn.EvaluateAsync(s_alice)).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_hosts_own_mark_denies_a_user_of_whom_nothing_is_known(bool isPreview)
    {
        await using var host = Create(useRoster: false);
        await host.EnrollAsync();
        await _store.DeleteUserAsync("alice");
        var marked = new SignInRequest { UserId = "alice", HasEnrolled = true };
        var evaluation = isPreview ? await host.SignIn.PreviewAsync(marked) : await host.SignIn.EvaluateAsync(marked);
        Assert.Equal((SignInDecision.Denied, SignInReasons.RecordMissing), (evaluation.Decision, evaluation.Reason));
        if (!isPreview)
            Assert.Equal(
                ("sign_in", "denied", "record_missing"),
                (await host.EventsAsync()).Select(e => (e.Type, e.Outcome, e.Detail)).Single()
            );
    }

    [Fact]
    public async Task The_hosts_own_mark_changes_nothing_for_who_is_enrolled_was_reset_or_is_exempt()
    {
        await using var host = Create();
        await host.EnrollAsync();
        var marked = new SignInRequest { UserId = "alice", HasEnrolled = true };
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(marked)).Decision);
        await host.Reset.ResetAsync(s_reset);
        Assert.Equal(SignInDecision.Enroll, (await host.SignIn.EvaluateAsync(marked)).Decision);
    }
}
