namespace TwoFactor.Testing;

/// <summary>The requirements for a store of policies.</summary>
/// <typeparam name="TStore">
/// The class that implements both <see cref="IPolicyStore"/> and <see cref="IAuditStore"/>.
/// </typeparam>
/// <param name="open">Opens the store. Called several times: each instance must find what another has written.</param>
public sealed class PolicyStoreKit<TStore>(Func<TStore> open) : ConformanceKit
    where TStore : IPolicyStore, IAuditStore
{
    private const int Writers = 16;

    private protected override string Name => $"policy store {typeof(TStore).Name}";

    private protected override IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases() =>
        [
            (nameof(A_policy_that_was_written_is_found), A_policy_that_was_written_is_found),
            (
                nameof(A_policy_is_written_at_the_expected_version_alone),
                A_policy_is_written_at_the_expected_version_alone
            ),
            (nameof(A_policy_that_is_refused_leaves_no_event), A_policy_that_is_refused_leaves_no_event),
            (
                nameof(A_policy_whose_events_cannot_be_kept_is_not_kept_either),
                A_policy_whose_events_cannot_be_kept_is_not_kept_either
            ),
            (nameof(Of_many_who_set_a_policy_one_wins), Of_many_who_set_a_policy_one_wins),
            (nameof(Each_tenant_has_a_policy_of_its_own), Each_tenant_has_a_policy_of_its_own),
            (nameof(A_cancelled_change_of_policy_writes_nothing), A_cancelled_change_of_policy_writes_nothing),
        ];

    private async Task A_policy_that_was_written_is_found(CancellationToken token)
    {
        var (store, trail) = Begin();
        Expect.That(
            await store.ReadPolicyAsync(trail.Tenant, token).ConfigureAwait(false) is null,
            "a policy that was never set is not found"
        );
        await WriteAsync(store, trail, 1, token).ConfigureAwait(false);
        var row = await ReadAsync(open(), trail, token).ConfigureAwait(false);
        Expect.Equal(
            (trail.Tenant, 1L, (byte)1),
            (row.Tenant, row.Version, row.Sealed[1]),
            "tenant, version and mark of the policy"
        );
        Expect.Sequence(
            [AuditEvent.PolicyTrail],
            await store.ListTrailsAsync(trail.Tenant, null, 10, token).ConfigureAwait(false),
            "the trails"
        );
    }

    private async Task A_policy_is_written_at_the_expected_version_alone(CancellationToken token)
    {
        var (store, trail) = Begin();
        Expect.That(
            !await TryWriteAsync(store, trail, 2, 9, token).ConfigureAwait(false),
            "a change of a policy that is not there is refused"
        );
        await WriteAsync(store, trail, 1, token).ConfigureAwait(false);
        Expect.That(
            !await TryWriteAsync(store, trail, 1, 9, token).ConfigureAwait(false),
            "a second first policy is refused"
        );
        Expect.That(
            !await TryWriteAsync(store, trail, 3, 9, token).ConfigureAwait(false),
            "a change at a later version is refused"
        );
        await WriteAsync(store, trail, 2, token).ConfigureAwait(false);
        Expect.That(
            !await TryWriteAsync(store, trail, 2, 9, token).ConfigureAwait(false),
            "a change at an earlier version is refused"
        );
        var row = await ReadAsync(store, trail, token).ConfigureAwait(false);
        Expect.Equal((2L, (byte)2), (row.Version, row.Sealed[1]), "version and mark of the policy");
    }

    private async Task A_policy_that_is_refused_leaves_no_event(CancellationToken token)
    {
        var (store, trail) = Begin();
        await WriteAsync(store, trail, 1, token).ConfigureAwait(false);
        Expect.That(
            !await store
                .TryWritePolicyAsync(Row(trail, 1, 9), 0, Samples.Events(trail, 2), token)
                .ConfigureAwait(false),
            "a second first policy is refused"
        );
        Expect.That(
            !await store
                .TryWritePolicyAsync(Row(trail, 8, 9), 7, Samples.Events(trail, 3), token)
                .ConfigureAwait(false),
            "a change at another version is refused"
        );
        Expect.Sequence(
            [1L],
            (await store.ReadAsync(trail, 0, 10, token).ConfigureAwait(false)).Select(e => e.Sequence),
            "the numbers of the events"
        );
    }

    private async Task A_policy_whose_events_cannot_be_kept_is_not_kept_either(CancellationToken token)
    {
        var (store, trail) = Begin();
        await WriteAsync(store, trail, 1, token).ConfigureAwait(false);
        await Expect
            .ThrowsAsync<TwoFactorStoreException>(
                async () =>
                    await store
                        .TryWritePolicyAsync(Row(trail, 2, 9), 1, Samples.Events(trail, 1), token)
                        .ConfigureAwait(false),
                "a change with an event whose number is taken"
            )
            .ConfigureAwait(false);
        Expect.Equal(
            1,
            (await ReadAsync(store, trail, token).ConfigureAwait(false)).Version,
            "the version after a change whose events could not be kept"
        );
    }

    private async Task Of_many_who_set_a_policy_one_wins(CancellationToken token)
    {
        var (store, trail) = Begin();
        for (var version = 1; version <= 3; version++)
        {
            var next = version;
            var wins = await Task.WhenAll(
                    Enumerable
                        .Range(0, Writers)
                        .Select(i =>
                            Task.Run(
                                async () =>
                                    await TryWriteAsync(store, trail, next, (byte)i, token).ConfigureAwait(false),
                                token
                            )
                        )
                )
                .ConfigureAwait(false);
            Expect.Equal(1, wins.Count(w => w), $"the number of {Writers} writers at version {version - 1} that won");
            Expect.Equal(
                (byte)Array.IndexOf(wins, true),
                (await ReadAsync(store, trail, token).ConfigureAwait(false)).Sealed[1],
                "the mark of the winner's policy"
            );
        }
    }

    private async Task Each_tenant_has_a_policy_of_its_own(CancellationToken token)
    {
        var (store, trail) = Begin();
        await WriteAsync(store, trail, 1, token).ConfigureAwait(false);
        var upper = trail with { Tenant = trail.Tenant.ToUpperInvariant() };
        Expect.That(
            await store.ReadPolicyAsync(upper.Tenant, token).ConfigureAwait(false) is null,
            "another tenant's policy is not found"
        );
        await WriteAsync(store, upper, 1, token).ConfigureAwait(false);
    }

    private async Task A_cancelled_change_of_policy_writes_nothing(CancellationToken token)
    {
        var (store, trail) = Begin();
        var cancelled = new CancellationToken(canceled: true);
        await Expect
            .ThrowsAsync<OperationCanceledException>(
                async () => await TryWriteAsync(store, trail, 1, 1, cancelled).ConfigureAwait(false),
                "a cancelled write"
            )
            .ConfigureAwait(false);
        Expect.That(
            await store.ReadPolicyAsync(trail.Tenant, token).ConfigureAwait(false) is null,
            "nothing was written"
        );
    }

    private (TStore Store, AccountKey Trail) Begin() =>
        (open(), new AccountKey(Samples.NewTenant(), AuditEvent.PolicyTrail));

    private static PolicyRow Row(AccountKey trail, long version, byte mark) =>
        new()
        {
            Tenant = trail.Tenant,
            Version = version,
            Sealed = [(byte)version, mark, 0, 255],
        };

    private static ValueTask<bool> TryWriteAsync(
        TStore store,
        AccountKey trail,
        long version,
        byte mark,
        CancellationToken token
    ) => store.TryWritePolicyAsync(Row(trail, version, mark), version - 1, Samples.Events(trail, version), token);

    private static async Task WriteAsync(TStore store, AccountKey trail, long version, CancellationToken token) =>
        Expect.That(
            await TryWriteAsync(store, trail, version, (byte)version, token).ConfigureAwait(false),
            $"a change at version {version - 1} succeeds"
        );

    private static async Task<PolicyRow> ReadAsync(TStore store, AccountKey trail, CancellationToken token) =>
        await store.ReadPolicyAsync(trail.Tenant, token).ConfigureAwait(false)
        ?? throw new ConformanceException("Expected to find the policy that was written.");
}
