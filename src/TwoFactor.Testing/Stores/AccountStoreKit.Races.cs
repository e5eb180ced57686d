using System.Transactions;

namespace TwoFactor.Testing;

// The cases of writers and readers at the same time.
public sealed partial class AccountStoreKit<TStore>
{
    private const int Writers = 16;

    private async Task Of_many_first_writers_one_wins(CancellationToken token)
    {
        var (_, key) = Begin();
        await RaceAsync(key, 0, token).ConfigureAwait(false);
    }

    private async Task Of_many_writers_at_one_version_one_wins(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        for (var version = 1; version < 6; version++)
            await RaceAsync(key, version, token).ConfigureAwait(false);
    }

    // Re-encrypting writes no event. So the unique key of the events must not be what decides.
    private async Task Of_many_writers_without_events_one_wins(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        for (var version = 1; version < 9; version++)
            await RaceAsync(key, version, token, i => version % 2 == 0 || i % 2 == 0).ConfigureAwait(false);
    }

    private async Task A_reader_never_sees_half_a_write(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var reading = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var row = await FindAsync(store, key, token).ConfigureAwait(false);
                    Expect.Equal((byte)row.Version, row.Sealed[3], "the version in the sealed bytes");
                    var events = await store.ReadAsync(key, row.Version - 1, 1, token).ConfigureAwait(false);
                    Expect.Sequence(
                        [row.Version],
                        events.Select(e => e.Sequence),
                        "the event of a version that was read"
                    );
                }
            },
            token
        );
        for (var version = 2; version <= 40; version++)
            await WriteAsync(store, key, version, token).ConfigureAwait(false);

        await stop.CancelAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
    }

    private async Task A_rollback_of_the_callers_transaction_undoes_nothing(CancellationToken token)
    {
        var (store, key) = Begin();
        await WriteAsync(store, key, 1, token).ConfigureAwait(false);
        using (
            var scope = new TransactionScope(
                TransactionScopeOption.RequiresNew,
                TransactionScopeAsyncFlowOption.Enabled
            )
        )
        {
            Expect.Equal(
                1,
                (await FindAsync(store, key, token).ConfigureAwait(false)).Version,
                "the version within the caller's transaction"
            );
            await WriteAsync(store, key, 2, token).ConfigureAwait(false);
        }

        Expect.Equal(
            2,
            (await FindAsync(store, key, token).ConfigureAwait(false)).Version,
            "the version after the caller's transaction was rolled back"
        );
        Expect.Sequence(
            [1L, 2L],
            await SequencesAsync(store, key, token).ConfigureAwait(false),
            "the numbers of the events"
        );
    }

    private async Task RaceAsync(
        AccountKey key,
        long expectedVersion,
        CancellationToken token,
        Func<int, bool>? isSilent = null
    )
    {
        var stores = new[] { open(), open() };
        var wins = await Task.WhenAll(
                Enumerable
                    .Range(0, Writers)
                    .Select(i =>
                        Task.Run(
                            async () =>
                                await stores[i % 2]
                                    .TryWriteAsync(
                                        Samples.Row(key, expectedVersion + 1, (byte)i),
                                        expectedVersion,
                                        EventsOf(i),
                                        token
                                    )
                                    .ConfigureAwait(false),
                            token
                        )
                    )
            )
            .ConfigureAwait(false);
        Expect.Equal(1, wins.Count(w => w), $"the number of {Writers} writers at version {expectedVersion} that won");
        var winner = Array.IndexOf(wins, true);
        var row = await FindAsync(stores[0], key, token).ConfigureAwait(false);
        var events = await stores[0].ReadAsync(key, expectedVersion, 10, token).ConfigureAwait(false);
        Expect.Equal(
            (expectedVersion + 1, (byte)winner),
            (row.Version, row.Sealed[2]),
            "version and mark of the winner's row"
        );
        Expect.Sequence(
            EventsOf(winner).Select(e => e.Detail),
            events.Select(e => e.Detail),
            "the marks of the events"
        );

        AuditEvent[] EventsOf(int writer) =>
            isSilent?.Invoke(writer) == true
                ? []
                : [Samples.Event(key, expectedVersion + 1) with { Detail = $"{writer}" }];
    }
}
