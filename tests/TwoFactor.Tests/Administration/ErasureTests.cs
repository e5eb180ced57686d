namespace TwoFactor.Tests;

/// <summary>Users who are erased, and what expired unseen.</summary>
public sealed class ErasureTests
{
    private static readonly ResetRequest s_request = new() { UserId = "alice", Actor = "deletion", Reason = "the account was deleted" };

    [Fact]
    [Trait("Req", "R50")]
    [Trait("Req", "R91")]
    public async Task An_erased_user_leaves_an_empty_record_and_one_event_that_still_verifies()
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        await host.EnrollAsync("bob");
        Assert.True((await host.Administration.EraseAsync(s_request)).Succeeded);

        var tombstone = Assert.Single(await host.EventsAsync());
        Assert.Equal((AuditEventTypes.Erased, "deletion", "the account was deleted"), (tombstone.Type, tombstone.Actor, tombstone.Reason));
        Assert.True(tombstone.Sequence > 1);
        var verification = await host.Audit.VerifyAsync(null);
        Assert.True(verification.IsIntact, string.Join(' ', verification.Problems));
        Assert.Empty((await host.Enrollment.GetStatusAsync("alice")).Factors);
        Assert.True((await host.Enrollment.GetStatusAsync("bob")).Enabled);
        Assert.Equal(AuditEventTypes.Erased, host.Notifier.Notices[^1].Event.Type);
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task Whoever_comes_back_is_led_through_enrolment_and_the_trail_goes_on()
    {
        await using var host = Host.Create();
        var before = await host.EnrollAsync();
        await host.Administration.EraseAsync(s_request);
        Assert.Equal(SignInDecision.Enroll, (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision);
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.VerifyAsync(before, before.RecoveryCodes[0])).Outcome);
        await host.EnrollAsync();
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
        Assert.True((await host.Administration.EraseAsync(s_request)).Succeeded);
        Assert.Single(await host.EventsAsync());
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task A_tombstone_that_is_removed_or_changed_is_found()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        await host.Administration.EraseAsync(s_request);
        await store.EraseAsync(new AccountKey("", "alice"), long.MaxValue, default);
        Assert.Contains("cut off", Assert.Single((await host.Audit.VerifyAsync("alice")).Problems), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task An_erasure_that_was_cut_short_is_told_and_ended_by_a_purge()
    {
        var store = new Unerasing();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        store.IsDown = true;
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Administration.EraseAsync(s_request));
        Assert.Contains("cut short", Assert.Single((await host.Audit.VerifyAsync("alice")).Problems), StringComparison.Ordinal);
        Assert.Empty((await host.Enrollment.GetStatusAsync("alice")).Factors);

        store.IsDown = false;
        var purged = await host.Administration.PurgeAsync();
        Assert.Equal(4, purged.Events);
        Assert.Single(await host.EventsAsync());
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
        Assert.Equal(0, (await host.Administration.PurgeAsync()).Events);
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_record_that_does_not_open_is_erased_too_and_its_trail_warns_for_ever()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        await host.Administration.EraseAsync(s_request);
        var row = (await store.FindAsync(new AccountKey("", "alice"), default))!;
        await store.TryWriteAsync(new AccountRow { Key = row.Key, Version = row.Version + 1, Sealed = [1, 2, 3] }, row.Version, [], default);
        Assert.True((await host.Administration.EraseAsync(s_request)).Succeeded);
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
        await store.TryWriteAsync(new AccountRow { Key = row.Key, Version = row.Version + 3, Sealed = [1, 2, 3] }, row.Version + 2, [], default);
        Assert.True((await host.Reset.ResetAsync(s_request)).Succeeded);
        var verification = await host.Audit.VerifyAsync("alice");
        Assert.True(verification.IsIntact, string.Join(' ', verification.Problems));
        Assert.Equal(2, verification.Warnings.Count);
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task Nobody_erases_themselves_or_a_stranger()
    {
        await using var host = Host.Create();
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.Administration.EraseAsync(s_request)).Outcome);
        await host.EnrollAsync();
        Assert.Equal(TwoFactorOutcome.SelfServiceDenied, (await host.Administration.EraseAsync(new() { UserId = "alice", Actor = "alice", Reason = "x" })).Outcome);
        await Assert.ThrowsAsync<ArgumentException>(() => host.Administration.EraseAsync(new() { UserId = "alice", Actor = "a", Reason = "" }));
        Assert.True((await host.Enrollment.GetStatusAsync("alice")).Enabled);
    }

    [Fact]
    [Trait("Req", "R40")]
    public async Task What_expired_unseen_is_purged_with_the_number_in_it()
    {
        await using var sms = SmsHost.Create();
        var host = sms.Host;
        await sms.BeginAsync("alice");
        await host.EnrollAsync("bob");
        await sms.BeginAsync("carol", "090-2222-3333");
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await sms.BeginAsync("dave", "090-4444-5555");
        var seen = new List<PurgeProgress>();
        var purged = await host.Administration.PurgeAsync(new Seen(seen));
        Assert.Equal((4L, 2L), (purged.Accounts, purged.Pruned));
        Assert.Equal(purged, seen[^1]);
        Assert.Empty(sms.Account("alice").Factors);
        Assert.Empty(sms.Account("carol").Challenges);
        Assert.Single(sms.Account("dave").Factors);
        Assert.True(sms.Account("bob").HasActiveFactor);
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        Assert.Equal(0, (await host.Administration.PurgeAsync()).Pruned);
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task Limits_that_no_longer_count_are_purged()
    {
        await using var sms = SmsHost.Create();
        await sms.EnrollAsync();
        Assert.Equal(0, (await sms.Host.Administration.PurgeAsync()).Quotas);
        sms.Clock.Advance(TimeSpan.FromDays(100));
        Assert.True((await sms.Host.Administration.PurgeAsync()).Quotas > 0);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_record_that_does_not_open_or_is_of_tomorrow_does_not_stop_a_purge()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.BeginAsync("tomorrow");
        host.Clock.Advance(TimeSpan.FromDays(-1));
        await host.BeginAsync("zoe");
        await store.TryWriteAsync(new AccountRow { Key = new AccountKey("", "broken"), Version = 1, Sealed = [1] }, 0, [], default);
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, (await host.Administration.PurgeAsync()).Pruned);
    }

    [Fact]
    [Trait("Req", "R80")]
    public async Task A_reseal_that_was_stopped_goes_on_where_it_was()
    {
        const string Newer = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";
        var store = new InMemoryAccountStore();
        await using (var before = Host.Create(build: b => b.UseStore(_ => store)))
        {
            for (var i = 0; i < 1_200; i++)
                await before.BeginAsync($"user{i:D4}");
        }

        await using var host = Host.Create(o => o.Sealing.Keys.Add(Newer), b => b.UseStore(_ => store));
        using var stop = new CancellationTokenSource();
        var first = new List<ResealProgress>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Administration.ResealAsync(new Stop(first, stop, 700), stop.Token));
        Assert.InRange(first[^1].Resealed, 700, 720);
        Assert.Equal(1_200, first[0].Left);
        var second = await host.Administration.ResealAsync();
        Assert.Equal(1_200, first[^1].Resealed + second.Resealed);
        Assert.Equal((0L, 0L), (second.Left, (await host.Administration.ResealAsync()).Resealed));
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
    }

    private sealed class Unerasing : DelegatingStore
    {
        public bool IsDown { get; set; }

        public override ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
            IsDown ? throw new TwoFactorStoreException("The store is down. Start it.") : base.EraseAsync(trail, throughSequence, cancellationToken);
    }

    private sealed class Seen(List<PurgeProgress> seen) : IProgress<PurgeProgress>
    {
        public void Report(PurgeProgress value) => seen.Add(value);
    }

    private sealed class Stop(List<ResealProgress> seen, CancellationTokenSource stop, long at) : IProgress<ResealProgress>
    {
        public void Report(ResealProgress value)
        {
            seen.Add(value);
            if (value.Resealed == at)
                stop.Cancel();
        }
    }
}
