using System.Runtime.CompilerServices;

namespace TwoFactor;

internal sealed class AuditService(AccountEngine engine, AccountVault vault, PolicyVault policies, IAuditStore store)
    : IAuditService
{
    private const int PageSize = 500;
    private const int MaxScans = 10;

    public async IAsyncEnumerable<AuditEvent> ReadAsync(
        string? userId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        PlainText.ThrowIfNotPlain(userId, nameof(userId));
        await foreach (var trail in TrailsAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var auditEvent in ReadTrailAsync(trail, 0, cancellationToken).ConfigureAwait(false))
                yield return auditEvent;
        }
    }

    public async Task<AuditPage> ReadNewestAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Take, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Take, PageSize, nameof(query));
        PlainText.ThrowIfNotPlain(query.UserId, nameof(query.UserId));
        var events = new List<AuditEvent>();
        var before = query.Before;
        if (before is { UserId: { } last } && !PlainText.CanBeStored(last))
            PlainText.ThrowIfNotPlain(last, nameof(query.Before));

        for (var scan = 0; scan < MaxScans && events.Count < query.Take; scan++)
        {
            // For a rare type, more events are read than requested, but not without limit: the page may then be short,
            // and says where to continue.
            var take = query.Type is null ? query.Take : PageSize;
            var page = await store
                .ReadNewestAsync(vault.Tenant, query.UserId, before, take, cancellationToken)
                .ConfigureAwait(false);
            foreach (var auditEvent in page)
            {
                before = AuditPosition.Of(auditEvent);
                if (query.Type is null || query.Type == auditEvent.Type)
                    events.Add(auditEvent);

                if (events.Count == query.Take)
                    return new() { Events = events, Next = before };
            }

            if (page.Count < take)
                return new() { Events = events };
        }

        return new() { Events = events, Next = before };
    }

    public async Task<AuditVerification> VerifyAsync(string? userId, CancellationToken cancellationToken = default)
    {
        PlainText.ThrowIfNotPlain(userId, nameof(userId));
        var problems = new List<string>();
        var warnings = new List<string>();
        long events = 0;
        await foreach (var trail in TrailsAsync(userId, cancellationToken).ConfigureAwait(false))
        {
            var (count, problem) = await TryVerifyTrailAsync(trail, warnings, cancellationToken).ConfigureAwait(false);
            events += count;
            if (problem is not null)
                problems.Add(problem);
        }

        if (userId is null)
            await FindAccountsWithoutTrailAsync(problems, cancellationToken).ConfigureAwait(false);

        if (vault.Roster is { } roster && userId != AuditEvent.PolicyTrail)
            await HoldAgainstRosterAsync(roster, userId, problems, cancellationToken).ConfigureAwait(false);

        return new(events, problems, warnings);
    }

    public Task<AuditDropResult> DropAsync(AuditDropRequest retention, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(retention);
        retention.ThrowIfBad();
        return new EventDropper(engine, vault, policies, store).RunAsync(retention, cancellationToken);
    }

    private async Task HoldAgainstRosterAsync(
        Roster roster,
        string? userId,
        List<string> problems,
        CancellationToken cancellationToken
    )
    {
        var check = new RosterCheck(vault, roster);
        List<string> found = [];
        if (userId is null)
            found.AddRange(await check.RunAsync(cancellationToken).ConfigureAwait(false));
        else if (await check.RunAsync(userId, cancellationToken).ConfigureAwait(false) is { } problem)
            found.Add(problem);

        // What the trail told already is told once.
        problems.AddRange(found.Except(problems, StringComparer.Ordinal));
    }

    // What is wrong with one trail or its record is that trail's problem, and keeps no other from being verified.
    private async Task<(long Events, string? Problem)> TryVerifyTrailAsync(
        AccountKey trail,
        List<string> warnings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // An erasure during the verification looks like a cut trail. So a problem is reported only if a second look
            // finds it too.
            var isAgain = false;
            while (true)
            {
                var seen = new List<string>();
                var (count, problem) = await VerifyTrailAsync(trail, seen, cancellationToken).ConfigureAwait(false);
                if (problem is null || isAgain)
                {
                    warnings.AddRange(seen);
                    return (count, problem);
                }

                isAgain = true;
            }
        }
        catch (TwoFactorStoreException e)
        {
            return (0, e.Message);
        }
    }

    private async Task<(long Events, string? Problem)> VerifyTrailAsync(
        AccountKey trail,
        List<string> warnings,
        CancellationToken cancellationToken
    )
    {
        var name = trail.UserId.Length == 0 ? "the policy" : $"user '{trail.UserId}'";
        var (sequence, hash, start) = await ReadHeadAsync(trail, cancellationToken).ConfigureAwait(false);
        var last = start?.Hash ?? [];
        var from = start?.Sequence ?? 0;
        var count = from;
        var isHeadMet = sequence == 0;
        var first = await store.ReadAsync(trail, long.MinValue, 1, cancellationToken).ConfigureAwait(false)
            is [{ } found]
            ? found.Sequence
            : long.MaxValue;
        if (first < 1)
            return (0, $"The trail of {name} has event {first}, but trails begin with 1: another program wrote it.");

        if (first <= from)
            return (
                0,
                $"The trail of {name} has event {first}, though all up to {from} were erased or dropped. That was "
                    + "cut short: purge, which ends it."
            );

        await foreach (var auditEvent in ReadTrailAsync(trail, count, cancellationToken).ConfigureAwait(false))
        {
            count++;
            if (auditEvent.Sequence != count)
                return (count - from, $"The trail of {name} lacks event {count}.");

            // If a broken record was replaced after an erasure, nothing proves the first remaining event.
            var isVouchedFor = start?.Hash.Length != 0 || count > start.Sequence + 1;
            if (isVouchedFor && !AuditChain.Holds(last, auditEvent))
                return (count - from, $"Event {count} of {name} was changed, or stands in the wrong trail.");

            last = auditEvent.Hash.ToArray();
            if (auditEvent.Type == AuditEventTypes.RecordReplaced)
                warnings.Add(
                    $"The record of {name} was begun anew at event {count}, by {auditEvent.Actor}: nothing "
                        + "vouches for the events before."
                );

            if (count == sequence)
                isHeadMet = last.AsSpan().SequenceEqual(hash);
        }

        if (count < sequence)
            return (
                count - from,
                $"The trail of {name} was cut off after event {count}; the sealed record knows {sequence}."
            );

        if (!isHeadMet)
            return (
                count - from,
                $"The trail of {name} was rewritten: the hash of event {sequence} is not the one in the sealed record."
            );

        // Events after the head may have been written since the head was read. Then the head has changed too.
        if (count > sequence)
            (sequence, hash, _) = await ReadHeadAsync(trail, cancellationToken).ConfigureAwait(false);

        if (count > sequence || (count == sequence && !last.AsSpan().SequenceEqual(hash)))
            return (
                count - from,
                $"The trail of {name} has events after number {sequence}, the last that the sealed record knows."
            );

        return (count - from, null);
    }

    private async Task<(long Sequence, byte[] Hash, TrailStart? Start)> ReadHeadAsync(
        AccountKey trail,
        CancellationToken cancellationToken
    )
    {
        if (trail.UserId.Length == 0)
        {
            var policy = await policies.ReadAsync(cancellationToken).ConfigureAwait(false);
            return (policy.AuditSequence, policy.AuditHash, policy.AuditStart);
        }

        var (account, _) = await vault.LoadAsync(trail.UserId, cancellationToken).ConfigureAwait(false);
        return account is null ? (0, [], null) : (account.AuditSequence, account.AuditHash, account.AuditStart);
    }

    private async Task FindAccountsWithoutTrailAsync(List<string> problems, CancellationToken cancellationToken)
    {
        await foreach (var row in vault.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var first = await store.ReadAsync(row.Key, 0, 1, cancellationToken).ConfigureAwait(false);
            if (first.Count == 0)
                problems.Add($"The trail of user '{row.Key.UserId}' is gone.");
        }
    }

    private async IAsyncEnumerable<AccountKey> TrailsAsync(
        string? userId,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (userId is not null)
        {
            yield return vault.Key(userId);
            yield break;
        }

        // The policy's trail is verified even if all of its events are missing.
        yield return vault.Key(AuditEvent.PolicyTrail);
        string? after = null;
        while (true)
        {
            var page = await store
                .ListTrailsAsync(vault.Tenant, after, PageSize, cancellationToken)
                .ConfigureAwait(false);
            foreach (var trail in page.Where(t => t.Length > 0))
                yield return vault.Key(trail);

            if (page.Count < PageSize)
                yield break;

            after = page[^1];
        }
    }

    private async IAsyncEnumerable<AuditEvent> ReadTrailAsync(
        AccountKey trail,
        long after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var page = await store.ReadAsync(trail, after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var auditEvent in page)
                yield return auditEvent;

            if (page.Count < PageSize)
                yield break;

            after = page[^1].Sequence;
        }
    }
}
