namespace TwoFactor.Testing;

/// <summary>
/// The requirements for a store of accounts and their audit trails: everything that the library's security relies on.
/// Each case uses a tenant of its own, so one database serves all runs.
/// </summary>
/// <typeparam name="TStore">
/// The class that implements both <see cref="IAccountStore"/> and <see cref="IAuditStore"/>.
/// </typeparam>
/// <param name="open">Opens the store. Called several times: each instance must find what another has written.</param>
public sealed partial class AccountStoreKit<TStore>(Func<TStore> open) : ConformanceKit
    where TStore : IAccountStore, IAuditStore
{
    private protected override string Name => $"account store {typeof(TStore).Name}";

    private protected override IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases() =>
        [
            (nameof(What_was_written_is_found_in_every_column), What_was_written_is_found_in_every_column),
            (nameof(What_one_instance_wrote_another_finds), What_one_instance_wrote_another_finds),
            (nameof(Values_of_every_permitted_size_are_kept), Values_of_every_permitted_size_are_kept),
            (nameof(An_account_is_inserted_once), An_account_is_inserted_once),
            (nameof(An_account_that_is_not_there_is_not_updated), An_account_that_is_not_there_is_not_updated),
            (
                nameof(An_account_is_written_at_the_expected_version_alone),
                An_account_is_written_at_the_expected_version_alone
            ),
            (nameof(A_write_that_is_refused_leaves_no_event), A_write_that_is_refused_leaves_no_event),
            (
                nameof(A_write_whose_events_cannot_be_kept_is_not_kept_either),
                A_write_whose_events_cannot_be_kept_is_not_kept_either
            ),
            (nameof(Of_many_first_writers_one_wins), Of_many_first_writers_one_wins),
            (nameof(Of_many_writers_at_one_version_one_wins), Of_many_writers_at_one_version_one_wins),
            (nameof(Of_many_writers_without_events_one_wins), Of_many_writers_without_events_one_wins),
            (nameof(A_reader_never_sees_half_a_write), A_reader_never_sees_half_a_write),
            (
                nameof(A_rollback_of_the_callers_transaction_undoes_nothing),
                A_rollback_of_the_callers_transaction_undoes_nothing
            ),
            (
                nameof(Tenants_and_users_are_told_apart_by_every_character),
                Tenants_and_users_are_told_apart_by_every_character
            ),
            (
                nameof(Pages_of_the_roster_are_kept_apart_from_accounts),
                Pages_of_the_roster_are_kept_apart_from_accounts
            ),
            (nameof(Accounts_are_listed_page_by_page), Accounts_are_listed_page_by_page),
            (nameof(A_trail_is_read_in_order_page_by_page), A_trail_is_read_in_order_page_by_page),
            (nameof(Trails_are_listed_page_by_page), Trails_are_listed_page_by_page),
            (nameof(Events_are_read_newest_first_page_by_page), Events_are_read_newest_first_page_by_page),
            (
                nameof(The_beginning_of_a_trail_is_erased_and_nothing_else),
                The_beginning_of_a_trail_is_erased_and_nothing_else
            ),
            (nameof(Cancelled_before_it_begins_nothing_is_written), Cancelled_before_it_begins_nothing_is_written),
        ];

    private async Task What_was_written_is_found_in_every_column(CancellationToken token)
    {
        var (store, key) = Begin();
        Expect.That(
            await store.FindAsync(key, token).ConfigureAwait(false) is null,
            "an account that was never written is not found"
        );
        var row = Samples.Row(key, 1);
        Expect.That(
            await store.TryWriteAsync(row, 0, Samples.Events(key, 1, 2), token).ConfigureAwait(false),
            "a first write succeeds"
        );
        Expect.Equal(
            Samples.Describe(row),
            Samples.Describe(await FindAsync(store, key, token).ConfigureAwait(false)),
            "the row"
        );
        var events = await store.ReadAsync(key, 0, 10, token).ConfigureAwait(false);
        Expect.Sequence(
            Samples.Events(key, 1, 2).Select(Samples.Describe),
            events.Select(Samples.Describe),
            "the events"
        );
        var bare = new AccountRow
        {
            Key = key,
            Version = 2,
            Sealed = [1],
            UpdatedAt = Samples.Start,
        };
        Expect.That(
            await store.TryWriteAsync(bare, 1, [], token).ConfigureAwait(false),
            "a write without events succeeds"
        );
        Expect.Equal(
            Samples.Describe(bare),
            Samples.Describe(await FindAsync(store, key, token).ConfigureAwait(false)),
            "a row without optional values"
        );
    }

    // The library keeps rows of its own under a tenant and ids with a control character, without events.
    private async Task Pages_of_the_roster_are_kept_apart_from_accounts(CancellationToken token)
    {
        var store = open();
        var tenant = Samples.NewTenant();
        var page = new AccountKey("\u001froster", $"{tenant}\u001fpage-0007");
        for (var version = 1; version <= 2; version++)
        {
            var row = new AccountRow
            {
                Key = page,
                Version = version,
                Sealed = new byte[100_000 * version],
                UpdatedAt = Samples.Start,
            };
            Expect.That(
                await store.TryWriteAsync(row, version - 1, [], token).ConfigureAwait(false),
                "a page is written without events"
            );
            Expect.That(
                !await store.TryWriteAsync(row, version - 1, [], token).ConfigureAwait(false),
                "a page that has moved on is not written"
            );
            Expect.Equal(
                Samples.Describe(row),
                Samples.Describe(await FindAsync(store, page, token).ConfigureAwait(false)),
                "the page"
            );
        }

        var plain = new AccountKey("roster", $"{tenant}page-0007");
        Expect.That(
            await store.FindAsync(plain, token).ConfigureAwait(false) is null,
            "a key without the control characters is another one"
        );
        Expect.Equal(
            0,
            (await store.ListAsync(tenant, null, 10, token).ConfigureAwait(false)).Count,
            "the number of accounts of a tenant that has pages alone"
        );
        var listed = await store.ListAsync(page.Tenant, $"{tenant}\u001f", 1, token).ConfigureAwait(false);
        Expect.Equal(page, listed[0].Key, "the page that is listed after the beginning of its name");
    }

    private async Task What_one_instance_wrote_another_finds(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        var other = open();
        Expect.Equal(
            1,
            (await FindAsync(other, key, token).ConfigureAwait(false)).Version,
            "the version that another instance finds"
        );
        await WriteAsync(other, key, 2, token).ConfigureAwait(false);
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 2, 9), 1, Samples.Events(key, 2), token).ConfigureAwait(false),
            "a write at a version that another instance has moved on is refused"
        );
    }

    private async Task Values_of_every_permitted_size_are_kept(CancellationToken token)
    {
        var store = open();
        var key = new AccountKey(Samples.NewTenant(), new string('名', TwoFactorOptions.MaxUserIdLength));
        var row = new AccountRow
        {
            Key = key,
            Version = 1,
            Sealed = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)],
            Methods = string.Join(',', Enumerable.Range(0, 10).Select(i => $"method_{i}")),
            LockedUntil = DateTimeOffset.MaxValue,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
        var note = Samples.Event(key, 1) with
        {
            Reason = new string('☃', ResetRequest.MaxReasonLength),
            Actor = new string('é', ResetRequest.MaxActorLength),
            Detail = "a 'quoted' \"detail\"; -- \\ %\n\t{0}" + new string('d', 10_000),
        };
        Expect.That(
            await store.TryWriteAsync(row, 0, [note], token).ConfigureAwait(false),
            "a write of large values succeeds"
        );
        Expect.Equal(
            Samples.Describe(row),
            Samples.Describe(await FindAsync(store, key, token).ConfigureAwait(false)),
            "the row"
        );
        Expect.Sequence(
            [Samples.Describe(note)],
            (await store.ReadAsync(key, 0, 10, token).ConfigureAwait(false)).Select(Samples.Describe),
            "the events"
        );
    }

    private async Task An_account_is_inserted_once(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 1, 9), 0, Samples.Events(key, 2), token).ConfigureAwait(false),
            "a second first write is refused"
        );
        Expect.Equal(0, (await FindAsync(store, key, token).ConfigureAwait(false)).Sealed[2], "the mark of the row");
    }

    private async Task An_account_that_is_not_there_is_not_updated(CancellationToken token)
    {
        var (store, key) = Begin();
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 2), 1, Samples.Events(key, 1), token).ConfigureAwait(false),
            "an update of an account that is not there is refused"
        );
        Expect.That(await store.FindAsync(key, token).ConfigureAwait(false) is null, "nothing was written");
    }

    private async Task An_account_is_written_at_the_expected_version_alone(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 3, 9), 2, Samples.Events(key, 2), token).ConfigureAwait(false),
            "a write that expects a later version is refused"
        );
        await WriteAsync(store, key, 2, token).ConfigureAwait(false);
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 2, 9), 1, Samples.Events(key, 3), token).ConfigureAwait(false),
            "a write that expects an earlier version is refused"
        );
        var row = await FindAsync(store, key, token).ConfigureAwait(false);
        Expect.Equal((2L, (byte)0), (row.Version, row.Sealed[2]), "version and mark of the row");
    }

    private async Task A_write_that_is_refused_leaves_no_event(CancellationToken token)
    {
        var (store, key) = Begin();
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 2), 1, Samples.Events(key, 1), token).ConfigureAwait(false),
            "an update of an account that is not there is refused"
        );
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 1), 0, Samples.Events(key, 2), token).ConfigureAwait(false),
            "a second first write is refused"
        );
        Expect.That(
            !await store.TryWriteAsync(Samples.Row(key, 8), 7, Samples.Events(key, 3), token).ConfigureAwait(false),
            "a write at another version is refused"
        );
        Expect.Sequence(
            [1L],
            await SequencesAsync(store, key, token).ConfigureAwait(false),
            "the numbers of the events"
        );
    }

    private async Task A_write_whose_events_cannot_be_kept_is_not_kept_either(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);

        // Number 1 is taken. The whole write must fail, with an exception.
        await Expect
            .ThrowsAsync<TwoFactorStoreException>(
                async () =>
                    await store
                        .TryWriteAsync(Samples.Row(key, 2, 9), 1, [Samples.Event(key, 2), Samples.Event(key, 1)], token)
                        .ConfigureAwait(false),
                "a write with an event whose number is taken"
            )
            .ConfigureAwait(false);
        Expect.Equal(
            1,
            (await FindAsync(store, key, token).ConfigureAwait(false)).Version,
            "the version after a write whose events could not be kept"
        );
        Expect.Sequence(
            [1L],
            await SequencesAsync(store, key, token).ConfigureAwait(false),
            "the numbers of the events"
        );
        await WriteAsync(store, key, 2, token).ConfigureAwait(false);
    }

    private async Task Tenants_and_users_are_told_apart_by_every_character(CancellationToken token)
    {
        var (store, key) = Begin();
        AccountKey[] keys =
        [
            key,
            key with
            {
                UserId = "Alice",
            },
            key with
            {
                UserId = "alice ",
            },
            key with
            {
                UserId = " alice",
            },
            key with
            {
                UserId = "álice",
            },
            key with
            {
                UserId = "a\u0301lice",
            },
            key with
            {
                UserId = "аlice",
            },
            key with
            {
                Tenant = key.Tenant + " ",
            },
            key with
            {
                Tenant = key.Tenant.ToUpperInvariant(),
            },
        ];
        foreach (var one in keys)
            Expect.That(
                await store.TryWriteAsync(Samples.Row(one, 1), 0, Samples.Events(one, 1), token).ConfigureAwait(false),
                $"'{one.UserId}' of '{one.Tenant}' is an account of its own"
            );

        foreach (var one in keys)
        {
            Expect.Equal(one, (await FindAsync(store, one, token).ConfigureAwait(false)).Key, "the key of the row");
            Expect.Sequence(
                [1L],
                await SequencesAsync(store, one, token).ConfigureAwait(false),
                "the numbers of the events"
            );
        }

        Expect.Equal(
            keys.Length - 2,
            (await store.ListAsync(key.Tenant, null, 100, token).ConfigureAwait(false)).Count,
            "the number of accounts of the tenant"
        );
    }

    private async Task Accounts_are_listed_page_by_page(CancellationToken token)
    {
        var (store, key) = Begin();
        string[] users = ["c", "a", "e", "b", "B", "d"];
        foreach (var user in users)
            await WriteAsync(store, key with { UserId = user }, 1, token).ConfigureAwait(false);

        await WriteAsync(store, key with { Tenant = key.Tenant + "2", UserId = "f" }, 1, token).ConfigureAwait(false);
        var seen = new List<string>();
        string? after = null;
        while (await store.ListAsync(key.Tenant, after, 2, token).ConfigureAwait(false) is { Count: > 0 } page)
        {
            Expect.That(page.Count <= 2, "a page has no more rows than were asked for");
            Expect.That(seen.Count <= users.Length, "the pages come to an end");
            seen.AddRange(page.Select(r => r.Key.UserId));
            after = page[^1].Key.UserId;
        }

        Expect.Sequence(users.Order(StringComparer.Ordinal), seen, "the users in the order of their ids");
    }

    private async Task Cancelled_before_it_begins_nothing_is_written(CancellationToken token)
    {
        var (store, key) = Begin();
        var cancelled = new CancellationToken(canceled: true);
        await Expect
            .ThrowsAsync<OperationCanceledException>(
                async () =>
                    await store
                        .TryWriteAsync(Samples.Row(key, 1), 0, Samples.Events(key, 1), cancelled)
                        .ConfigureAwait(false),
                "a cancelled write"
            )
            .ConfigureAwait(false);
        await Expect
            .ThrowsAsync<OperationCanceledException>(
                async () => await store.FindAsync(key, cancelled).ConfigureAwait(false),
                "a cancelled reading"
            )
            .ConfigureAwait(false);
        Expect.That(await store.FindAsync(key, token).ConfigureAwait(false) is null, "nothing was written");
        Expect.Sequence([], await SequencesAsync(store, key, token).ConfigureAwait(false), "the numbers of the events");
    }

    private (TStore Store, AccountKey Key) Begin() => (open(), new AccountKey(Samples.NewTenant(), "alice"));

    private static async Task WriteAsync(TStore store, AccountKey key, long version, CancellationToken token) =>
        Expect.That(
            await store
                .TryWriteAsync(Samples.Row(key, version), version - 1, Samples.Events(key, version), token)
                .ConfigureAwait(false),
            $"a write at version {version - 1} succeeds"
        );

    private static async Task<AccountRow> FindAsync(TStore store, AccountKey key, CancellationToken token) =>
        await store.FindAsync(key, token).ConfigureAwait(false)
        ?? throw new ConformanceException($"Expected to find the account of '{key.UserId}', which was written.");
}
