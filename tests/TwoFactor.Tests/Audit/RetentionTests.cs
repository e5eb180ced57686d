namespace TwoFactor.Tests;

/// <summary>Events that are dropped by their age, behind a sealed checkpoint.</summary>
[Trait("Req", "R93")]
public sealed class RetentionTests
{
    private static readonly AccountKey s_alice = new("", "alice");
    private static readonly AccountKey s_policy = new("", AuditEvent.PolicyTrail);

    private static readonly AuditDropRequest s_year = new()
    {
        OlderThan = TimeSpan.FromDays(365),
        Actor = "root",
        Reason = "kept for a year",
    };

    private readonly InMemoryAccountStore _store = new();

    private Host Create(TimeSpan? retention = null) =>
        Host.Create(o => o.AuditRetention = retention, b => b.UseStore(_ => _store));

    // Old events, and two that are younger than a year.
    private static async Task<EnrolledUser> AgeAsync(Host host)
    {
        await host.Policy.SetAsync(new() { Actor = "root", Requirement = Requirement.Everyone });
        await host.Policy.SetAsync(new() { Actor = "root", Requirement = Requirement.Optional });
        var user = await host.EnrollAsync();
        for (var i = 0; i < 3; i++)
        {
            await host.VerifyAsync(user, user.Code(host));
            host.Clock.NextStep();
        }

        host.Clock.Advance(TimeSpan.FromDays(400));
        await host.VerifyAsync(user, user.Code(host));
        host.Clock.NextStep();
        await host.VerifyAsync(user, user.Code(host));
        host.Clock.NextStep();
        return user;
    }

    [Fact]
    public async Task Old_events_are_dropped_and_the_rest_verifies_and_goes_on()
    {
        await using var host = Create();
        var user = await AgeAsync(host);
        var kept = (await host.EventsAsync()).TakeLast(2).Select(e => e.Sequence).ToList();
        var all = (await host.EventsAsync(null)).Count;
        var result = await host.Audit.DropAsync(s_year);
        Assert.Equal(2, result.Trails);
        Assert.Empty(result.Problems);
        Assert.Equal(kept, (await host.EventsAsync()).Select(e => e.Sequence));
        Assert.Equal(all + 1 - result.Events, (await host.EventsAsync(null)).Count);
        var told = (await host.EventsAsync(AuditEvent.PolicyTrail))[^1];
        Assert.Equal((AuditEventTypes.EventsDropped, "root", "kept for a year"), (told.Type, told.Actor, told.Reason));

        await host.VerifyAsync(user, user.Code(host));
        await host.Policy.SetAsync(new() { Actor = "root", Requirement = Requirement.Everyone });
        var verification = await host.Audit.VerifyAsync(null);
        Assert.True(verification.IsIntact, string.Join(' ', verification.Problems));

        // The event that was the last of the policy's trail is not any more.
        Assert.Equal(1, (await host.Audit.DropAsync(s_year)).Events);
        Assert.Equal(0, (await host.Audit.DropAsync(s_year)).Events);
    }

    [Fact]
    public async Task The_last_event_of_a_trail_stays_however_old()
    {
        await using var host = Create();
        await host.EnrollAsync();
        host.Clock.Advance(TimeSpan.FromDays(4_000));
        await host.Audit.DropAsync(s_year);
        Assert.Single(await host.EventsAsync());
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        await host.Audit.DropAsync(s_year);
        Assert.Single(await host.EventsAsync());
    }

    [Theory]
    [InlineData("alice")]
    [InlineData(AuditEvent.PolicyTrail)]
    public async Task A_trail_that_somebody_cut_is_told_from_one_that_was_kept_short(string trail)
    {
        await using var host = Create();
        await AgeAsync(host);
        await _store.EraseAsync(new("", trail), 1, default);
        Assert.Contains(
            "lacks event 1",
            Assert.Single((await host.Audit.VerifyAsync(trail)).Problems),
            StringComparison.Ordinal
        );

        // Nothing is dropped of it: a cut must not be made to look like a retention.
        var result = await host.Audit.DropAsync(s_year);
        Assert.Contains(
            trail.Length == 0 ? "policy" : "alice",
            Assert.Single(result.Problems),
            StringComparison.Ordinal
        );
        Assert.False((await host.Audit.VerifyAsync(trail)).IsIntact);
    }

    [Fact]
    public async Task A_cut_behind_the_checkpoint_is_found()
    {
        await using var host = Create();
        await AgeAsync(host);
        await host.Audit.DropAsync(s_year);
        foreach (var trail in new[] { s_alice, s_policy })
        {
            var first = (await host.EventsAsync(trail.UserId))[0].Sequence;
            await _store.EraseAsync(trail, first, default);
            Assert.False((await host.Audit.VerifyAsync(trail.UserId)).IsIntact);
        }
    }

    [Fact]
    public async Task A_cut_behind_the_start_of_a_replaced_record_which_has_no_hash_is_found_too()
    {
        await using var host = Create();
        await AgeAsync(host);
        await host.Audit.DropAsync(s_year);
        var row = (await _store.FindAsync(s_alice, default))!;
        var broken = new AccountRow
        {
            Key = s_alice,
            Version = row.Version + 1,
            Sealed = [1, 2, 3],
        };
        Assert.True(await _store.TryWriteAsync(broken, row.Version, [], default));
        await host.Reset.ResetAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "broken",
            }
        );
        var first = (await host.EventsAsync())[0].Sequence;
        await _store.EraseAsync(s_alice, first, default);
        host.Clock.Advance(TimeSpan.FromDays(400));

        var result = await host.Audit.DropAsync(s_year);

        Assert.Contains($"event {first} is gone", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal(first + 1, (await host.EventsAsync())[0].Sequence);
    }

    [Fact]
    public async Task A_purge_ends_what_was_cut_short_between_the_checkpoint_and_the_deleting()
    {
        await using var host = Create();
        await AgeAsync(host);
        var old = await _store.ReadAsync(s_alice, 0, 100, default);
        await host.Audit.DropAsync(s_year);
        var row = (await _store.FindAsync(s_alice, default))!;
        var account = host.Get<AccountVault>().Open(row);
        Assert.Equal(old[^3].Sequence, account.AuditStart!.Sequence);

        // What is there again is what a stop in between leaves.
        var vault = host.Get<AccountVault>();
        await vault.TryWriteAsync(account, row.Version, [.. old.Take(3)], default);
        Assert.Contains(
            "purge",
            Assert.Single((await host.Audit.VerifyAsync("alice")).Problems),
            StringComparison.Ordinal
        );
        Assert.Equal(3, (await host.Administration.PurgeAsync()).Events);
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
    }

    [Fact]
    public async Task A_purge_drops_by_the_setting()
    {
        await using var host = Create(TimeSpan.FromDays(365));
        await AgeAsync(host);
        Assert.True((await host.Administration.PurgeAsync()).Dropped > 0);
        Assert.Equal(2, (await host.EventsAsync()).Count);
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        await using var keeping = Create();
        Assert.Equal(0, (await keeping.Administration.PurgeAsync()).Dropped);
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_trail_of_one_event_that_was_kept_short_is_no_erasure()
    {
        await using var host = Create();
        await host.EnrollAsync();
        host.Clock.Advance(TimeSpan.FromDays(4_000));
        await host.Audit.DropAsync(s_year);
        var request = new ResetRequest
        {
            UserId = "alice",
            Actor = "root",
            Reason = "gone",
        };
        Assert.True((await host.Administration.EraseAsync(request)).Succeeded);
        Assert.Equal(AuditEventTypes.Erased, Assert.Single(await host.EventsAsync()).Type);
        Assert.False((await host.Enrollment.GetStatusAsync("alice")).Enabled);
    }

    [Fact]
    public async Task A_young_age_is_refused()
    {
        await using var host = Create();
        var hour = new AuditDropRequest
        {
            OlderThan = TimeSpan.FromHours(1),
            Actor = "root",
            Reason = "space",
        };
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Audit.DropAsync(hour));
        await using var wrong = Create(TimeSpan.FromHours(1));
        Assert.Contains(
            "AuditRetention",
            Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => wrong.Audit).Message,
            StringComparison.Ordinal
        );
    }
}
