namespace TwoFactor.Tests;

/// <summary>Users who are erased.</summary>
public sealed class ErasureTests
{
    private static readonly ResetRequest s_request = new()
    {
        UserId = "alice",
        Actor = "deletion",
        Reason = "the account was deleted",
    };

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
        Assert.Equal(
            (AuditEventTypes.Erased, "deletion", "the account was deleted"),
            (tombstone.Type, tombstone.Actor, tombstone.Reason)
        );
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
        Assert.Equal(
            SignInDecision.Enroll,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
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
        Assert.Contains(
            "cut off",
            Assert.Single((await host.Audit.VerifyAsync("alice")).Problems),
            StringComparison.Ordinal
        );
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
        Assert.Contains(
            "cut short",
            Assert.Single((await host.Audit.VerifyAsync("alice")).Problems),
            StringComparison.Ordinal
        );
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
        await store.TryWriteAsync(
            new AccountRow
            {
                Key = row.Key,
                Version = row.Version + 1,
                Sealed = [1, 2, 3],
            },
            row.Version,
            [],
            default
        );
        Assert.True((await host.Administration.EraseAsync(s_request)).Succeeded);
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
        await store.TryWriteAsync(
            new AccountRow
            {
                Key = row.Key,
                Version = row.Version + 3,
                Sealed = [1, 2, 3],
            },
            row.Version + 2,
            [],
            default
        );
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
        Assert.Equal(
            TwoFactorOutcome.SelfServiceDenied,
            (
                await host.Administration.EraseAsync(
                    new()
                    {
                        UserId = "alice",
                        Actor = "alice",
                        Reason = "x",
                    }
                )
            ).Outcome
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            host.Administration.EraseAsync(
                new()
                {
                    UserId = "alice",
                    Actor = "a",
                    Reason = "",
                }
            )
        );
        Assert.True((await host.Enrollment.GetStatusAsync("alice")).Enabled);
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task An_event_with_a_number_below_one_is_found()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        AuditEvent Planted(string user, long sequence) =>
            new()
            {
                Sequence = sequence,
                At = host.Clock.Now,
                UserId = user,
                Type = AuditEventTypes.Reset,
                Actor = "bob",
                Hash = new byte[32],
            };
        await PlantAsync(store, Planted("alice", 0));
        var nobody = new AccountKey("", "nobody");
        await store.TryWriteAsync(
            new AccountRow
            {
                Key = nobody,
                Version = 1,
                Sealed = [1],
            },
            0,
            [Planted("nobody", -5)],
            default
        );
        store.Remove(nobody);
        var problems = (await host.Audit.VerifyAsync(null)).Problems;
        Assert.Contains(
            problems,
            p =>
                p.Contains("alice", StringComparison.Ordinal)
                && p.Contains("trails begin with 1", StringComparison.Ordinal)
        );
        Assert.Contains(
            problems,
            p =>
                p.Contains("nobody", StringComparison.Ordinal)
                && p.Contains("trails begin with 1", StringComparison.Ordinal)
        );
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task An_event_that_no_trail_comes_to_is_named_before_a_reset_goes_on_behind_it()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        foreach (var sequence in new[] { 5, long.MaxValue })
            await PlantAsync(
                store,
                new AuditEvent
                {
                    Sequence = sequence,
                    At = host.Clock.Now,
                    UserId = "alice",
                    Type = AuditEventTypes.Reset,
                    Hash = new byte[32],
                }
            );

        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Reset.ResetAsync(s_request));
        Assert.Contains("Delete that event", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task Behind_an_erased_broken_record_the_first_event_is_vouched_for()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        await PlantAsync(
            store,
            new AuditEvent
            {
                Sequence = 5,
                At = host.Clock.Now,
                UserId = "alice",
                Type = AuditEventTypes.Reset,
                Hash = new byte[3],
            }
        );
        Assert.True((await host.Administration.EraseAsync(s_request)).Succeeded);
        var trail = await store.ReadAsync(new AccountKey("", "alice"), 0, 10, default);
        Assert.Equal([AuditEventTypes.RecordReplaced, AuditEventTypes.Erased], trail.Select(e => e.Type));
        Assert.Single((await host.Audit.VerifyAsync("alice")).Warnings);
        await store.EraseAsync(new AccountKey("", "alice"), long.MaxValue, default);
        await PlantAsync(store, [trail[0] with { Type = AuditEventTypes.Verification }, trail[1]]);
        Assert.False((await host.Audit.VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_record_without_a_trail_that_does_not_open_can_be_erased_and_opens_again()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await store.TryWriteAsync(
            new AccountRow
            {
                Key = new AccountKey("", "alice"),
                Version = 1,
                Sealed = [1, 2, 3],
            },
            0,
            [],
            default
        );
        Assert.True((await host.Administration.EraseAsync(s_request)).Succeeded);
        Assert.Equal(
            SignInDecision.Enroll,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task Erasing_again_leaves_the_event_that_is_there()
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        await host.Administration.EraseAsync(s_request);
        var before = Assert.Single(await host.EventsAsync());
        Assert.True(
            (
                await host.Administration.EraseAsync(
                    new()
                    {
                        UserId = "alice",
                        Actor = "mallory",
                        Reason = "again",
                    }
                )
            ).Succeeded
        );
        Assert.Equal(before.Hash.ToArray(), Assert.Single(await host.EventsAsync()).Hash.ToArray());
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task Events_that_stand_behind_an_erasure_go_when_it_is_asked_for_again()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        await host.Administration.EraseAsync(s_request);
        await PlantAsync(
            store,
            new AuditEvent
            {
                Sequence = 6,
                At = host.Clock.Now,
                UserId = "alice",
                Type = AuditEventTypes.SignIn,
                Hash = new byte[32],
            }
        );
        Assert.True((await host.Administration.EraseAsync(s_request)).Succeeded);
        Assert.Equal(
            [AuditEventTypes.RecordReplaced, AuditEventTypes.Erased],
            (await host.EventsAsync()).Select(e => e.Type)
        );
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task An_erasure_that_was_cut_short_is_ended_though_the_record_broke_since()
    {
        var store = new Unerasing();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        store.IsDown = true;
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Administration.EraseAsync(s_request));
        store.IsDown = false;
        var row = (await store.FindAsync(new AccountKey("", "alice"), default))!;
        await store.TryWriteAsync(
            new AccountRow
            {
                Key = row.Key,
                Version = row.Version + 1,
                Sealed = [1, 2, 3],
            },
            row.Version,
            [],
            default
        );
        Assert.True((await host.Reset.ResetAsync(s_request)).Succeeded);
        Assert.Contains(
            "cut short",
            Assert.Single((await host.Audit.VerifyAsync("alice")).Problems),
            StringComparison.Ordinal
        );
        Assert.Equal(4, (await host.Administration.PurgeAsync()).Events);
        Assert.Equal(
            [AuditEventTypes.Erased, AuditEventTypes.RecordReplaced, AuditEventTypes.Reset],
            (await host.EventsAsync()).Select(e => e.Type)
        );
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task An_erasure_while_the_trail_is_verified_is_no_tampering()
    {
        var store = new ErasedMeanwhile();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        store.BeforeReading = () => host.Administration.EraseAsync(s_request);
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
        Assert.Null(store.BeforeReading);
    }

    private static async Task PlantAsync(InMemoryAccountStore store, params AuditEvent[] events)
    {
        var row = (await store.FindAsync(new AccountKey("", "alice"), default))!;

        // As somebody with the database does: past the record, which is put back as it was.
        await store.TryWriteAsync(
            new AccountRow
            {
                Key = row.Key,
                Version = row.Version + 1,
                Sealed = row.Sealed,
            },
            row.Version,
            events,
            default
        );
        store.Remove(row.Key);
        for (var version = 1L; version <= row.Version; version++)
            await store.TryWriteAsync(
                new AccountRow
                {
                    Key = row.Key,
                    Version = version,
                    Sealed = row.Sealed,
                    UpdatedAt = row.UpdatedAt,
                },
                version - 1,
                [],
                default
            );
    }

    private sealed class ErasedMeanwhile : DelegatingStore
    {
        public Func<Task>? BeforeReading { get; set; }

        public override async ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
            AccountKey trail,
            long afterSequence,
            int take,
            CancellationToken cancellationToken
        )
        {
            var before = BeforeReading;
            BeforeReading = null;
            if (before is not null)
                await before();

            return await base.ReadAsync(trail, afterSequence, take, cancellationToken);
        }
    }

    private sealed class Unerasing : DelegatingStore
    {
        public bool IsDown { get; set; }

        public override ValueTask<long> EraseAsync(
            AccountKey trail,
            long throughSequence,
            CancellationToken cancellationToken
        ) =>
            IsDown
                ? throw new TwoFactorStoreException("The store is down. Start it.")
                : base.EraseAsync(trail, throughSequence, cancellationToken);
    }
}
