namespace TwoFactor.Testing;

// The cases of audit trails.
public sealed partial class AccountStoreKit<TStore>
{
    private async Task A_trail_is_read_in_order_page_by_page(CancellationToken token)
    {
        var (store, key) = Begin();
        Expect.That(
            await store.TryWriteAsync(Samples.Row(key, 1), 0, Samples.Events(key, 1, 7), token).ConfigureAwait(false),
            "a first write succeeds"
        );
        await WriteAsync(store, key with { UserId = "bob" }, 1, token).ConfigureAwait(false);
        Expect.Sequence(
            [1L],
            (await store.ReadAsync(key, long.MinValue, 1, token).ConfigureAwait(false)).Select(e => e.Sequence),
            "the first event, wherever it stands"
        );
        Expect.Sequence(
            [1L, 2L, 3L],
            (await store.ReadAsync(key, 0, 3, token).ConfigureAwait(false)).Select(e => e.Sequence),
            "the first page"
        );
        Expect.Sequence(
            [4L, 5L, 6L],
            (await store.ReadAsync(key, 3, 3, token).ConfigureAwait(false)).Select(e => e.Sequence),
            "the second page"
        );
        Expect.Sequence(
            [7L],
            (await store.ReadAsync(key, 6, 3, token).ConfigureAwait(false)).Select(e => e.Sequence),
            "the last page"
        );
        Expect.Sequence(
            [],
            (await store.ReadAsync(key, 7, 3, token).ConfigureAwait(false)).Select(e => e.Sequence),
            "the page after the last"
        );
    }

    private async Task Trails_are_listed_page_by_page(CancellationToken token)
    {
        var (store, key) = Begin();
        foreach (var user in new[] { "c", "a", "b" })
            Expect.That(
                await store
                    .TryWriteAsync(
                        Samples.Row(key with { UserId = user }, 1),
                        0,
                        Samples.Events(key with { UserId = user }, 1, 3),
                        token
                    )
                    .ConfigureAwait(false),
                "a first write succeeds"
            );

        Expect.That(
            await store
                .TryWriteAsync(Samples.Row(key with { UserId = "silent" }, 1), 0, [], token)
                .ConfigureAwait(false),
            "a first write succeeds"
        );
        Expect.Sequence(
            ["a", "b"],
            await store.ListTrailsAsync(key.Tenant, null, 2, token).ConfigureAwait(false),
            "the first page of trails"
        );
        Expect.Sequence(
            ["c"],
            await store.ListTrailsAsync(key.Tenant, "b", 2, token).ConfigureAwait(false),
            "the second page of trails"
        );
    }

    private async Task Events_are_read_newest_first_page_by_page(CancellationToken token)
    {
        var (store, key) = Begin();
        foreach (var (user, first, count) in new[] { ("a", 1L, 1), ("b", 1L, 3), ("c", 2L, 3) })
            Expect.That(
                await store
                    .TryWriteAsync(
                        Samples.Row(key with { UserId = user }, 1),
                        0,
                        Samples.Events(key with { UserId = user }, first, count),
                        token
                    )
                    .ConfigureAwait(false),
                "a first write succeeds"
            );

        await WriteAsync(store, key with { Tenant = key.Tenant + "2" }, 1, token).ConfigureAwait(false);
        var seen = new List<string>();
        AuditPosition? before = null;
        while (
            await store.ReadNewestAsync(key.Tenant, null, before, 2, token).ConfigureAwait(false) is { Count: > 0 } page
        )
        {
            Expect.That(seen.Count <= 10, "the pages come to an end");
            seen.AddRange(page.Select(e => $"{e.UserId}{e.Sequence}"));
            before = AuditPosition.Of(page[^1]);
        }

        Expect.Sequence(["c4", "c3", "b3", "c2", "b2", "b1", "a1"], seen, "the events of all trails, newest first");
        Expect.Sequence(
            [3L, 2L],
            (await store.ReadNewestAsync(key.Tenant, "b", null, 2, token).ConfigureAwait(false)).Select(e =>
                e.Sequence
            ),
            "the newest events of one trail"
        );
        var last = new AuditPosition(Samples.Event(key, 2).At, "b", 2);
        Expect.Sequence(
            [1L],
            (await store.ReadNewestAsync(key.Tenant, "b", last, 2, token).ConfigureAwait(false)).Select(e =>
                e.Sequence
            ),
            "the next page of one trail"
        );
    }

    private async Task The_beginning_of_a_trail_is_erased_and_nothing_else(CancellationToken token)
    {
        var (store, key) = Begin();
        AccountKey[] others = [key with { UserId = "bob" }, key with { Tenant = key.Tenant + "2" }];
        foreach (var one in others.Append(key))
            Expect.That(
                await store
                    .TryWriteAsync(Samples.Row(one, 1), 0, Samples.Events(one, 1, 5), token)
                    .ConfigureAwait(false),
                "a first write succeeds"
            );

        Expect.Equal(3L, await store.EraseAsync(key, 3, token).ConfigureAwait(false), "the number of erased events");
        Expect.Sequence(
            [4L, 5L],
            await SequencesAsync(store, key, token).ConfigureAwait(false),
            "the numbers of the events that are left"
        );
        Expect.Equal(
            0L,
            await store.EraseAsync(key, 3, token).ConfigureAwait(false),
            "the number of erased events the second time"
        );
        foreach (var other in others)
            Expect.Sequence(
                [1L, 2L, 3L, 4L, 5L],
                await SequencesAsync(store, other, token).ConfigureAwait(false),
                "the numbers of somebody else's events"
            );

        Expect.Equal(
            1,
            (await FindAsync(store, key, token).ConfigureAwait(false)).Version,
            "the version of the account"
        );
    }

    private static async Task<IEnumerable<long>> SequencesAsync(
        TStore store,
        AccountKey key,
        CancellationToken token
    ) => (await store.ReadAsync(key, 0, 100, token).ConfigureAwait(false)).Select(e => e.Sequence);
}
