using System.Globalization;

namespace TwoFactor;

/// <summary>
/// Drops events by their age: the number and the hash of the last one that goes are sealed in the record first, so that
/// the rest verifies from there, and a retention is told from a trail that somebody cut. If it is cut short, the purge
/// ends it.
/// </summary>
internal sealed class EventDropper(
    AccountEngine engine,
    AccountVault vault,
    PolicyVault policies,
    IAuditStore audit,
    int atATime = RecordSweep.AtATime
)
{
    private const int MaxTries = 64;

    private readonly Lock _gate = new();
    private readonly List<string> _problems = [];
    private long _events;
    private long _trails;

    public async Task<AuditDropResult> RunAsync(AuditDropRequest retention, CancellationToken cancellationToken)
    {
        var before = engine.Now - retention.OlderThan;
        await DropPolicyAsync(before, cancellationToken).ConfigureAwait(false);
        await new RecordSweep(vault, atATime)
            .RunAsync(_ => true, (row, token) => DropAsync(row, before, token), cancellationToken)
            .ConfigureAwait(false);
        if (_events > 0)
            await RecordAsync(retention, before, cancellationToken).ConfigureAwait(false);

        return new()
        {
            Events = _events,
            Trails = _trails,
            Problems = _problems,
        };
    }

    private ValueTask<AuditEvent> RecordAsync(
        AuditDropRequest retention,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) =>
        policies.RecordAsync(
            new AuditEntry
            {
                Type = AuditEventTypes.EventsDropped,
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_events} events of {_trails} trails before {before.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"
                ),
                Actor = retention.Actor,
                Reason = retention.Reason,
            },
            engine.Now,
            cancellationToken
        );

    // A record that does not open, or that a clock ahead of this one wrote, is left: verification tells of it.
    private async ValueTask DropAsync(AccountRow row, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            if (!vault.TryOpen(row, out var account))
                return;

            var start = await FindStartAsync(
                    row.Key,
                    account.AuditStart,
                    account.AuditSequence,
                    before,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (start is null)
                return;

            var command = new DropCommand { UserId = row.Key.UserId, Start = start };
            if (await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false))
                await EraseAsync(row.Key, start, cancellationToken).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            Tell(e.Message);
        }
    }

    private async ValueTask DropPolicyAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var (policy, version, _) = await policies.LoadAsync(cancellationToken).ConfigureAwait(false);
            var trail = vault.Key(AuditEvent.PolicyTrail);
            var start = await FindStartAsync(trail, policy.AuditStart, policy.AuditSequence, before, cancellationToken)
                .ConfigureAwait(false);
            if (start is null)
                return;

            var next = policy with { AuditStart = start };
            if (!await policies.TryWriteAsync(next, version, [], cancellationToken).ConfigureAwait(false))
                continue;

            await EraseAsync(trail, start, cancellationToken).ConfigureAwait(false);
            return;
        }
    }

    /// <summary>
    /// The last event that is too old, or null if there is none to drop. What goes is verified once more: afterwards
    /// nobody can.
    /// </summary>
    private async ValueTask<TrailStart?> FindStartAsync(
        AccountKey trail,
        TrailStart? start,
        long head,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        var hash = start?.Hash ?? [];
        var sequence = start?.Sequence ?? 0;
        var isVouchedFor = start is null || start.Hash.Length > 0;
        TrailStart? found = null;
        while (true)
        {
            var page = await audit
                .ReadAsync(trail, sequence, AccountVault.PageSize, cancellationToken)
                .ConfigureAwait(false);
            foreach (var auditEvent in page)
            {
                if (auditEvent.Sequence != sequence + 1 || (isVouchedFor && !AuditChain.Holds(hash, auditEvent)))
                {
                    Tell(
                        $"Nothing of the trail of {NameOf(trail)} was dropped: event {sequence + 1} is gone or was "
                            + "changed. Verify the trail."
                    );
                    return null;
                }

                if (auditEvent.At >= before || auditEvent.Sequence >= head)
                    return found;

                isVouchedFor = true;
                sequence = auditEvent.Sequence;
                hash = auditEvent.Hash.ToArray();
                found = new TrailStart
                {
                    Sequence = sequence,
                    Hash = hash,
                    IsRetention = true,
                };
            }

            if (page.Count < AccountVault.PageSize)
                return found;
        }
    }

    private async ValueTask EraseAsync(AccountKey trail, TrailStart start, CancellationToken cancellationToken)
    {
        var count = await audit.EraseAsync(trail, start.Sequence, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _events, count);
        Interlocked.Increment(ref _trails);
    }

    private void Tell(string problem)
    {
        lock (_gate)
        {
            _problems.Add(problem);
        }
    }

    private static string NameOf(AccountKey trail) =>
        trail.UserId.Length == 0 ? "the policy" : $"user '{trail.UserId}'";
}
