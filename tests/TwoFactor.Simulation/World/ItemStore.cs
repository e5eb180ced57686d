using TwoFactor.Simulation.Bugs;

namespace TwoFactor.Simulation;

/// <summary>
/// A node's store on a database that writes one record at once and nothing beside it, as the store on DynamoDB does:
/// events are written inside the record, copied to places of their own in the background, and leave the record with a
/// later write of a node that knows them copied. Readers look at both places. What a node knows dies with it.
/// </summary>
internal sealed class ItemStore(SimStore table, SimWorld world, Node node, PlantedBug? bug) : ISimStore
{
    private const int MostPending = 4;
    private const int MostTries = 20;
    private const int Loss = 10;

    private readonly Dictionary<AccountKey, List<Pending>> _known = [];

    private SimItems Items => table.Items!;

    public async ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken)
    {
        var row = await table.FindAsync(key, cancellationToken);
        Saw(key);
        return row;
    }

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            row.Key,
            events,
            () => table.TryWriteAsync(row, expectedVersion, events, cancellationToken),
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => table.ListAsync(tenant, afterUserId, take, cancellationToken);

    public async ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken)
    {
        var row = await table.ReadPolicyAsync(tenant, cancellationToken);
        Saw(new AccountKey(tenant, AuditEvent.PolicyTrail));
        return row;
    }

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            new AccountKey(row.Tenant, AuditEvent.PolicyTrail),
            events,
            () => table.TryWritePolicyAsync(row, expectedVersion, events, cancellationToken),
            cancellationToken
        );

    public async ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    )
    {
        for (var i = 0; ; i++)
        {
            // The record first: what leaves it has a place of its own by then.
            var early = bug?.ReadsCopiesFirst == true ? await ReadCopiesAsync(0) : null;
            var inside = Items.Inside(trail);
            var last = Items.Last(trail);
            var after = Math.Max(afterSequence, Items.ErasedThrough(trail));
            var copies = early ?? await ReadCopiesAsync(after);
            if (i < MostTries && copies.Any(e => e.Sequence > last) && Items.Last(trail) != last)
                continue;

            if (bug?.ReadsCopiesAlone == true)
                return copies;

            if (copies.Count < take)
                Repair(trail, inside.ExceptBy(copies.Select(c => c.Sequence), e => e.Sequence));

            return
            [
                .. copies
                    .Concat(inside.Where(e => e.Sequence > after))
                    .DistinctBy(e => e.Sequence)
                    .OrderBy(e => e.Sequence)
                    .Take(take),
            ];
        }

        async ValueTask<IReadOnlyList<AuditEvent>> ReadCopiesAsync(long after)
        {
            await world.TurnAsync(node);
            var copies = await table.ReadAsync(trail, after, take, cancellationToken);
            await world.TurnAsync(node);
            return copies;
        }
    }

    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public async ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        var copied = await table.ListTrailsAsync(tenant, afterUserId, int.MaxValue, cancellationToken);
        return
        [
            .. Items
                .Trails.Where(t => t.Tenant == tenant)
                .Select(t => t.UserId)
                .Where(u => afterUserId is null || string.CompareOrdinal(u, afterUserId) > 0)
                .Union(copied, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Take(take),
        ];
    }

    // The record says first up to where: a copy that another node makes meanwhile does not show.
    public async ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken)
    {
        long erased = bug?.ForgetsErasures == true ? 0 : Items.Erase(trail, throughSequence);
        KnownOf(trail).RemoveAll(k => k.Event.Sequence <= throughSequence);
        await world.TurnAsync(node);
        return erased + await table.EraseAsync(trail, throughSequence, cancellationToken);
    }

    private async ValueTask<bool> WriteAsync(
        AccountKey trail,
        IReadOnlyList<AuditEvent> events,
        Func<ValueTask<bool>> write,
        CancellationToken cancellationToken
    )
    {
        var leaving = await FindCopiedAsync(trail, cancellationToken);
        if (!await write())
            return false;

        Items.Remove(trail, leaving);
        KnownOf(trail).RemoveAll(k => leaving.Contains(k.Event.Sequence));
        Repair(trail, events);
        return true;
    }

    private async ValueTask<IReadOnlyList<long>> FindCopiedAsync(AccountKey trail, CancellationToken cancellationToken)
    {
        List<Pending> known = [.. KnownOf(trail)];
        var waiting = known.FindAll(k => !k.IsCopied);
        if (waiting.Count >= MostPending)
        {
            foreach (var one in waiting)
            {
                await world.TurnAsync(node);
                cancellationToken.ThrowIfCancellationRequested();
                if (!table.Put(trail, one.Event))
                    throw new TwoFactorStoreException("The event is taken.");

                one.IsCopied = true;
            }
        }

        return
        [
            .. known
                .Where(k => k.IsCopied || bug?.DropsEventsBeforeTheyAreCopied == true)
                .Select(k => k.Event.Sequence),
        ];
    }

    // What has left the record was copied by the node that took it out.
    private void Saw(AccountKey trail)
    {
        var known = KnownOf(trail);
        var inside = Items.Inside(trail);
        known.RemoveAll(k => !inside.Any(e => e.Sequence == k.Event.Sequence));
        known.AddRange(
            inside.ExceptBy(known.Select(k => k.Event.Sequence), e => e.Sequence).Select(e => new Pending(e))
        );
    }

    private void Repair(AccountKey trail, IEnumerable<AuditEvent> events)
    {
        var known = KnownOf(trail);
        foreach (var one in events.ExceptBy(known.Select(k => k.Event.Sequence), e => e.Sequence).ToList())
        {
            var pending = new Pending(one);
            known.Add(pending);
            _ = CopyAsync(trail, pending);
        }
    }

    private async Task CopyAsync(AccountKey trail, Pending pending)
    {
        await world.TurnAsync(node);
        if (world.Chance(Loss))
        {
            pending.IsCopied = bug?.TakesFailedCopiesForDone == true;
            return;
        }

        var copy = pending.Event;
        if (bug?.CopiesUnderAnotherNumber == true && world.Chance(Loss))
            copy = copy with { Sequence = copy.Sequence + 1 };

        var isDone = table.Put(trail, copy);
        await world.TurnAsync(node);

        // Or the answer was lost, and a later write asks again.
        pending.IsCopied = isDone && !world.Chance(Loss);
    }

    private List<Pending> KnownOf(AccountKey trail)
    {
        if (!_known.TryGetValue(trail, out var known))
            _known[trail] = known = [];

        return known;
    }

    private sealed class Pending(AuditEvent one)
    {
        public AuditEvent Event => one;

        public bool IsCopied { get; set; }
    }
}
