using System.Text.Json;
using TwoFactor;

namespace CustomStoreSample;

/// <summary>
/// A store in one JSON file, for an app with about a hundred users. Each write reads everything, changes it and
/// replaces the file, under a lock between processes. The format does not matter. What makes it a store: a write is
/// atomic, durable, and conditional on the expected version.
/// </summary>
public sealed class JsonFileStore(string path) : IAccountStore, IPolicyStore, IAuditStore
{
    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        UseAsync(content => content.Accounts.Find(a => a.Key == key), cancellationToken);

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        UseAsync(
            content =>
            {
                if ((content.Accounts.Find(a => a.Key == row.Key)?.Version ?? 0) != expectedVersion)
                    return false;

                content.Accounts.RemoveAll(a => a.Key == row.Key);
                content.Accounts.Add(row);
                Append(content, row.Key, events);
                return content.IsChanged = true;
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        UseAsync<IReadOnlyList<AccountRow>>(
            content =>
                [
                    .. content
                        .Accounts.Where(a => a.Key.Tenant == tenant && IsAfter(a.Key.UserId, afterUserId))
                        .OrderBy(a => a.Key.UserId, StringComparer.Ordinal)
                        .Take(take),
                ],
            cancellationToken
        );

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        UseAsync(content => content.Policies.Find(p => p.Tenant == tenant), cancellationToken);

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        UseAsync(
            content =>
            {
                if ((content.Policies.Find(p => p.Tenant == row.Tenant)?.Version ?? 0) != expectedVersion)
                    return false;

                content.Policies.RemoveAll(p => p.Tenant == row.Tenant);
                content.Policies.Add(row);
                Append(content, new AccountKey(row.Tenant, AuditEvent.PolicyTrail), events);
                return content.IsChanged = true;
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) =>
        UseAsync<IReadOnlyList<AuditEvent>>(
            content =>
                [
                    .. content
                        .Events.Where(e => e.Trail == trail && e.Event.Sequence > afterSequence)
                        .Select(e => e.Event)
                        .OrderBy(e => e.Sequence)
                        .Take(take),
                ],
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) =>
        UseAsync<IReadOnlyList<AuditEvent>>(
            content =>
                [
                    .. content
                        .Events.Where(e => e.Trail.Tenant == tenant && (userId is null || e.Trail.UserId == userId))
                        .Select(e => e.Event)
                        .OrderByDescending(e => e.At)
                        .ThenByDescending(e => e.UserId, StringComparer.Ordinal)
                        .ThenByDescending(e => e.Sequence)
                        .SkipWhile(e => before is { } last && !IsOlder(e, last))
                        .Take(take),
                ],
            cancellationToken
        );

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        UseAsync<IReadOnlyList<string>>(
            content =>
                [
                    .. content
                        .Events.Where(e => e.Trail.Tenant == tenant && IsAfter(e.Trail.UserId, afterUserId))
                        .Select(e => e.Trail.UserId)
                        .Distinct()
                        .Order(StringComparer.Ordinal)
                        .Take(take),
                ],
            cancellationToken
        );

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        UseAsync<long>(
            content =>
            {
                content.IsChanged = true;
                return content.Events.RemoveAll(e => e.Trail == trail && e.Event.Sequence <= throughSequence);
            },
            cancellationToken
        );

    private static void Append(Content content, AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        if (events.Any(e => content.Events.Exists(o => o.Trail == trail && o.Event.Sequence == e.Sequence)))
            throw new TwoFactorStoreException(
                "The trail has an event that the record does not know: somebody wrote to the file. Nothing "
                    + "was changed; restore a backup."
            );

        content.Events.AddRange(events.Select(e => new TrailEvent(trail, e)));
    }

    private static bool IsAfter(string userId, string? after) =>
        after is null || string.CompareOrdinal(userId, after) > 0;

    private static bool IsOlder(AuditEvent e, AuditPosition last) =>
        e.At != last.At ? e.At < last.At
        : string.CompareOrdinal(e.UserId, last.UserId) is not 0 and var order ? order < 0
        : e.Sequence < last.Sequence;

    private async ValueTask<T> UseAsync<T>(Func<Content, T> use, CancellationToken cancellationToken)
    {
        try
        {
            await using var locked = await LockAsync(cancellationToken);
            var content = File.Exists(path)
                ? JsonSerializer.Deserialize<Content>(await File.ReadAllBytesAsync(path, cancellationToken))!
                : new Content();
            var answer = use(content);
            if (content.IsChanged)
                Replace(JsonSerializer.SerializeToUtf8Bytes(content));

            return answer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new TwoFactorStoreException($"The file '{path}' cannot be used: {e.Message}", e);
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        for (; ; await Task.Delay(1, cancellationToken))
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return OwnerOnly.Open(path + ".lock", FileMode.OpenOrCreate);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                // Another process holds the lock. Try again.
            }
        }
    }

    // Flush to disk first, then rename over the old file: after a power failure one of the two is intact.
    private void Replace(byte[] bytes)
    {
        using (var file = OwnerOnly.Open(path + ".new", FileMode.Create))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private sealed record TrailEvent(AccountKey Trail, AuditEvent Event);

    private sealed class Content
    {
        public List<AccountRow> Accounts { get; init; } = [];

        public List<PolicyRow> Policies { get; init; } = [];

        public List<TrailEvent> Events { get; init; } = [];

        [System.Text.Json.Serialization.JsonIgnore]
        public bool IsChanged { get; set; }
    }
}
