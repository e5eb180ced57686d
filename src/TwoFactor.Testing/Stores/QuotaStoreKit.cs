namespace TwoFactor.Testing;

/// <summary>The requirements for a store of quotas.</summary>
/// <param name="open">Opens the store. Called several times: each instance must count what another has taken.</param>
public sealed class QuotaStoreKit(Func<IQuotaStore> open) : ConformanceKit
{
    private const int AtOnce = 64;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    // The real time, because a store may delete expired rows by its own clock.
    private static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    private protected override string Name => "quota store";

    private protected override IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases() =>
        [
            (
                nameof(Permits_are_granted_up_to_the_limit_and_again_when_the_window_has_passed),
                Permits_are_granted_up_to_the_limit_and_again_when_the_window_has_passed
            ),
            (nameof(All_permits_are_taken_or_none), All_permits_are_taken_or_none),
            (nameof(What_one_instance_took_another_counts), What_one_instance_took_another_counts),
            (
                nameof(The_first_bucket_without_room_is_named_with_the_longest_wait),
                The_first_bucket_without_room_is_named_with_the_longest_wait
            ),
            (nameof(A_permit_that_costs_nothing_only_looks), A_permit_that_costs_nothing_only_looks),
            (nameof(What_was_taken_can_be_given_back), What_was_taken_can_be_given_back),
            (nameof(Costs_count_and_what_never_fits_has_no_time), Costs_count_and_what_never_fits_has_no_time),
            (nameof(A_permit_without_a_limit_is_counted), A_permit_without_a_limit_is_counted),
            (
                nameof(Never_more_than_the_limit_lies_within_any_window),
                Never_more_than_the_limit_lies_within_any_window
            ),
            (nameof(What_is_too_young_is_left_out_of_a_count), What_is_too_young_is_left_out_of_a_count),
            (nameof(Tenants_are_kept_apart), Tenants_are_kept_apart),
            (nameof(Of_many_at_once_exactly_the_limit_is_granted), Of_many_at_once_exactly_the_limit_is_granted),
            (nameof(Buckets_in_any_order_do_not_block_each_other), Buckets_in_any_order_do_not_block_each_other),
            (nameof(What_still_counts_is_not_purged), What_still_counts_is_not_purged),
            (nameof(Clocks_that_differ_a_little_share_one_count), Clocks_that_differ_a_little_share_one_count),
            (nameof(Cancelled_before_it_begins_nothing_is_taken), Cancelled_before_it_begins_nothing_is_taken),
        ];

    private async Task Permits_are_granted_up_to_the_limit_and_again_when_the_window_has_passed(CancellationToken token)
    {
        var (store, tenant) = Begin();
        for (var i = 0; i < 5; i++)
            await TakeAsync(store, tenant, Now.AddMinutes(i), token, Permit("a", 5)).ConfigureAwait(false);

        var refused = await store
            .TryAcquireAsync(tenant, [Permit("a", 5)], Now.AddMinutes(5), token)
            .ConfigureAwait(false);
        Expect.Equal(
            ("a", false),
            (refused.Refused?.Bucket, refused.IsGranted),
            "bucket and grant of the sixth of five"
        );
        var wait = refused.RetryAfter ?? throw new ConformanceException("Expected a refusal to say when it ends.");
        Expect.That(
            wait >= TimeSpan.FromMinutes(55) && wait <= TimeSpan.FromMinutes(60),
            $"the wait is 55 to 60 minutes, not {wait}"
        );
        Expect.That(
            !(
                await store
                    .TryAcquireAsync(tenant, [Permit("a", 5)], Now.AddMinutes(5) + wait - TimeSpan.FromTicks(1), token)
                    .ConfigureAwait(false)
            ).IsGranted,
            "a tick before the wait has passed nothing is granted"
        );
        await TakeAsync(store, tenant, Now.AddMinutes(5) + wait, token, Permit("a", 5)).ConfigureAwait(false);
    }

    private async Task All_permits_are_taken_or_none(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await TakeAsync(store, tenant, Now, token, Permit("full", 1)).ConfigureAwait(false);
        var refused = await store
            .TryAcquireAsync(tenant, [Permit("a", 5), Permit("full", 1), Permit("b", 5)], Now, token)
            .ConfigureAwait(false);
        Expect.Equal("full", refused.Refused?.Bucket, "the bucket that was refused");
        await CountsAsync(store, tenant, [0, 1, 0], token, "a", "full", "b").ConfigureAwait(false);
    }

    private async Task What_one_instance_took_another_counts(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await TakeAsync(store, tenant, Now, token, Permit("a", 1)).ConfigureAwait(false);
        Expect.That(
            !(await open().TryAcquireAsync(tenant, [Permit("a", 1)], Now, token).ConfigureAwait(false)).IsGranted,
            "what one instance took another refuses"
        );
        await CountsAsync(open(), tenant, [1], token, "a").ConfigureAwait(false);
    }

    private async Task The_first_bucket_without_room_is_named_with_the_longest_wait(CancellationToken token)
    {
        var (store, tenant) = Begin();
        var day = new QuotaPermit("day", TimeSpan.FromDays(1), 1);
        await TakeAsync(store, tenant, Now, token, Permit("hour", 1), day).ConfigureAwait(false);
        var refused = await store
            .TryAcquireAsync(tenant, [Permit("free", 1), Permit("hour", 1), day], Now, token)
            .ConfigureAwait(false);
        Expect.Equal("hour", refused.Refused?.Bucket, "the first bucket without room");
        Expect.That(
            refused.RetryAfter > TimeSpan.FromHours(22),
            $"the wait is that of the slowest bucket, not {refused.RetryAfter}"
        );
    }

    private async Task A_permit_that_costs_nothing_only_looks(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await TakeAsync(store, tenant, Now, token, Permit("a", 1) with { Cost = 0 }).ConfigureAwait(false);
        await TakeAsync(store, tenant, Now, token, Permit("a", 1)).ConfigureAwait(false);
        Expect.That(
            !(
                await store
                    .TryAcquireAsync(tenant, [Permit("a", 1) with { Cost = 0 }], Now, token)
                    .ConfigureAwait(false)
            ).IsGranted,
            "a look into a full bucket is refused"
        );
        await CountsAsync(store, tenant, [1], token, "a").ConfigureAwait(false);
    }

    private async Task What_was_taken_can_be_given_back(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await TakeAsync(store, tenant, Now, token, Permit("a", 1), Permit("b", 1)).ConfigureAwait(false);
        await TakeAsync(store, tenant, Now, token, Permit("a", 1) with { Cost = -1 }).ConfigureAwait(false);
        await CountsAsync(store, tenant, [0, 1], token, "a", "b").ConfigureAwait(false);
        await TakeAsync(store, tenant, Now, token, Permit("a", 1)).ConfigureAwait(false);
    }

    private async Task Costs_count_and_what_never_fits_has_no_time(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await TakeAsync(store, tenant, Now, token, Permit("a", 5) with { Cost = 3 }).ConfigureAwait(false);
        Expect.That(
            (
                await store
                    .TryAcquireAsync(tenant, [Permit("a", 5) with { Cost = 3 }], Now, token)
                    .ConfigureAwait(false)
            ).RetryAfter
                is not null,
            "what fits later has a time"
        );
        Expect.That(
            (await store.TryAcquireAsync(tenant, [Permit("a", 5) with { Cost = 6 }], Now, token).ConfigureAwait(false))
                is { IsGranted: false, RetryAfter: null },
            "what never fits is refused and has no time"
        );
        Expect.That(
            (await store.TryAcquireAsync(tenant, [Permit("none", 0)], Now, token).ConfigureAwait(false))
                is { IsGranted: false, RetryAfter: null },
            "a limit of none refuses the first"
        );
        await TakeAsync(store, tenant, Now, token, Permit("a", 5) with { Cost = 2 }).ConfigureAwait(false);
    }

    private async Task A_permit_without_a_limit_is_counted(CancellationToken token)
    {
        var (store, tenant) = Begin();
        for (var i = 0; i < 3; i++)
            await TakeAsync(store, tenant, Now, token, Permit("a", long.MaxValue)).ConfigureAwait(false);

        await CountsAsync(store, tenant, [3], token, "a").ConfigureAwait(false);
    }

    private async Task Never_more_than_the_limit_lies_within_any_window(CancellationToken token)
    {
        var (store, tenant) = Begin();

        // A repeatable random walk: steps of 0 to 10 minutes from a small random number generator.
        var walk = 20_270_131u;
        var granted = new Queue<DateTimeOffset>();
        var now = Now;
        var total = 0;
        for (var i = 0; i < 400; i++)
        {
            walk = unchecked((walk * 1_664_525) + 1_013_904_223);
            now += TimeSpan.FromSeconds((walk >> 16) % 600);
            if (!(await store.TryAcquireAsync(tenant, [Permit("a", 7)], now, token).ConfigureAwait(false)).IsGranted)
                continue;

            total++;
            granted.Enqueue(now);
            while (granted.Peek() <= now - s_hour)
                granted.Dequeue();

            Expect.That(granted.Count <= 7, $"no more than 7 lie within an hour, not {granted.Count}");
        }

        // Counting in slots may refuse up to a thirteenth too much.
        Expect.That(
            total is >= 33 * 7 * 11 / 13 and <= 34 * 7,
            $"about 33 times 7 are granted in 33 hours, not {total}"
        );
    }

    private async Task What_is_too_young_is_left_out_of_a_count(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await TakeAsync(store, tenant, Now, token, Permit("a", 9)).ConfigureAwait(false);
        await TakeAsync(store, tenant, Now.AddMinutes(20), token, Permit("a", 9)).ConfigureAwait(false);
        var old = new QuotaCount("a", s_hour, TimeSpan.FromMinutes(5));
        Expect.Sequence(
            [1L, 2L, 0L],
            await store
                .CountAsync(tenant, [old, new("a", s_hour), new("none", s_hour)], Now.AddMinutes(20), token)
                .ConfigureAwait(false),
            "the counts"
        );
        Expect.Sequence(
            [2L],
            await store.CountAsync(tenant, [old], Now.AddMinutes(30), token).ConfigureAwait(false),
            "the counts ten minutes later"
        );
        Expect.Sequence(
            [0L],
            await store.CountAsync(tenant, [new("a", s_hour)], Now.AddHours(2), token).ConfigureAwait(false),
            "the counts when the window has passed"
        );
    }

    private async Task Tenants_are_kept_apart(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await TakeAsync(store, tenant, Now, token, Permit("a", 1)).ConfigureAwait(false);
        await TakeAsync(store, tenant.ToUpperInvariant(), Now, token, Permit("a", 1)).ConfigureAwait(false);
        Expect.That(
            !(await store.TryAcquireAsync(tenant, [Permit("a", 1)], Now, token).ConfigureAwait(false)).IsGranted,
            "the first tenant's bucket is full"
        );
    }

    private async Task Of_many_at_once_exactly_the_limit_is_granted(CancellationToken token)
    {
        var (store, tenant) = Begin();
        var stores = new[] { store, open() };
        var decisions = await Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(i =>
                        Task.Run(
                            async () =>
                                await stores[i % 2]
                                    .TryAcquireAsync(tenant, [Permit("a", 10), Permit($"own{i}", 1)], Now, token)
                                    .ConfigureAwait(false),
                            token
                        )
                    )
            )
            .ConfigureAwait(false);
        Expect.Equal(
            10,
            decisions.Count(d => d.IsGranted),
            $"the number of grants of {AtOnce} that asked at once for ten"
        );
        var own = await store
            .CountAsync(
                tenant,
                [.. Enumerable.Range(0, AtOnce).Select(i => new QuotaCount($"own{i}", s_hour))],
                Now,
                token
            )
            .ConfigureAwait(false);
        Expect.Equal(10L, own.Sum(), "what was taken from the buckets that came with them");
    }

    private async Task Buckets_in_any_order_do_not_block_each_other(CancellationToken token)
    {
        var (store, tenant) = Begin();
        QuotaPermit[] forth = [.. Enumerable.Range(0, 6).Select(i => Permit($"b{i}", 1_000))];
        QuotaPermit[] back = [.. forth.Reverse()];
        await Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(i =>
                        Task.Run(
                            async () =>
                                await TakeAsync(store, tenant, Now, token, i % 2 == 0 ? forth : back)
                                    .ConfigureAwait(false),
                            token
                        )
                    )
            )
            .ConfigureAwait(false);
        await CountsAsync(store, tenant, [AtOnce, AtOnce], token, "b0", "b5").ConfigureAwait(false);
    }

    private async Task What_still_counts_is_not_purged(CancellationToken token)
    {
        var (store, tenant) = Begin();
        var year = TimeSpan.FromDays(365);
        await TakeAsync(store, tenant, Now, token, Permit("old", 9), new QuotaPermit("year", year, 9))
            .ConfigureAwait(false);
        await TakeAsync(store, tenant, Now.AddHours(72), token, Permit("new", 9)).ConfigureAwait(false);
        await store.PurgeAsync(tenant, Now.AddHours(24), token).ConfigureAwait(false);
        Expect.Sequence(
            [1L, 1L, 0L],
            await store
                .CountAsync(
                    tenant,
                    [new("new", s_hour), new("year", year), new("old", s_hour)],
                    Now.AddHours(72),
                    token
                )
                .ConfigureAwait(false),
            "what counts after a purge"
        );
    }

    private async Task Clocks_that_differ_a_little_share_one_count(CancellationToken token)
    {
        var (store, tenant) = Begin();
        for (var i = 0; i < 5; i++)
            await TakeAsync(store, tenant, Now.AddMinutes(i % 2 == 0 ? 0 : -6), token, Permit("a", 5))
                .ConfigureAwait(false);

        foreach (var minutes in new[] { 0, -6, 6 })
            Expect.That(
                !(
                    await store
                        .TryAcquireAsync(tenant, [Permit("a", 5)], Now.AddMinutes(minutes), token)
                        .ConfigureAwait(false)
                ).IsGranted,
                "five of five are taken, by whichever clock"
            );
    }

    private async Task Cancelled_before_it_begins_nothing_is_taken(CancellationToken token)
    {
        var (store, tenant) = Begin();
        await Expect
            .ThrowsAsync<OperationCanceledException>(
                async () =>
                    await store
                        .TryAcquireAsync(tenant, [Permit("a", 1)], Now, new CancellationToken(canceled: true))
                        .ConfigureAwait(false),
                "a cancelled taking"
            )
            .ConfigureAwait(false);
        await CountsAsync(store, tenant, [0], token, "a").ConfigureAwait(false);
    }

    private (IQuotaStore Store, string Tenant) Begin() => (open(), Samples.NewTenant());

    private static QuotaPermit Permit(string bucket, long limit) => new(bucket, s_hour, limit);

    private static async Task TakeAsync(
        IQuotaStore store,
        string tenant,
        DateTimeOffset now,
        CancellationToken token,
        params QuotaPermit[] permits
    ) =>
        Expect.That(
            (await store.TryAcquireAsync(tenant, permits, now, token).ConfigureAwait(false)).IsGranted,
            $"'{permits[0].Bucket}' has room"
        );

    private static async Task CountsAsync(
        IQuotaStore store,
        string tenant,
        long[] expected,
        CancellationToken token,
        params string[] buckets
    ) =>
        Expect.Sequence(
            expected,
            await store
                .CountAsync(tenant, [.. buckets.Select(b => new QuotaCount(b, s_hour))], Now, token)
                .ConfigureAwait(false),
            "the counts"
        );
}
