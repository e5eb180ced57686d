namespace TwoFactor.Tests;

/// <summary>A store in memory, and whoever can write its rows past the library: reads, deletes, puts back.</summary>
internal sealed class StoredRows : DelegatingStore
{
    private readonly HashSet<AccountKey> _deleted = [];
    private readonly Dictionary<AccountKey, AccountRow> _putBack = [];
    private readonly Dictionary<AccountKey, List<AccountRow>> _history = [];

    /// <summary>How often rows were read, by key.</summary>
    public List<AccountKey> Reads { get; } = [];

    /// <summary>Which rows were written.</summary>
    public List<AccountKey> Writes { get; } = [];

    /// <summary>
    /// Whether the next write of an account, and not of the roster, fails as if the process had died.
    /// </summary>
    public bool DiesBeforeAccount { get; set; }

    /// <summary>What somebody else does just before the next list of rows is read.</summary>
    public Func<Task>? BeforeList { get; set; }

    /// <summary>Whether writes that take a user off the roster fail: the second of two.</summary>
    public Func<AccountKey, bool> Fails { get; set; } = _ => false;

    public static AccountKey User(string userId) => new("", userId);

    public static AccountKey Page(string userId) => new(Roster.Tenant, $"\u001fpage-{Roster.PageOf(userId):D4}");

    public static AccountKey Root { get; } = new(Roster.Tenant, "\u001froot");

    /// <summary>Every row that was ever written under a key, oldest first.</summary>
    public IReadOnlyList<AccountRow> History(AccountKey key) => _history.GetValueOrDefault(key, []);

    public void Delete(AccountKey key)
    {
        _putBack.Remove(key);
        _deleted.Add(key);
    }

    public void Put(AccountKey key, AccountRow row)
    {
        _deleted.Remove(key);
        _putBack[key] = new()
        {
            Key = key,
            Version = row.Version,
            Sealed = row.Sealed,
        };
    }

    public async Task DeleteUserAsync(string userId)
    {
        Delete(User(userId));
        await Inner.EraseAsync(User(userId), long.MaxValue, default);
    }

    public override ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken)
    {
        Reads.Add(key);
        if (_deleted.Contains(key))
            return new((AccountRow?)null);

        return _putBack.TryGetValue(key, out var row) ? new(row) : base.FindAsync(key, cancellationToken);
    }

    public override async ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        if (Fails(row.Key))
            throw new TwoFactorStoreException("The store is down. Start it.");

        if (DiesBeforeAccount && row.Key.Tenant.Length == 0)
            throw new TwoFactorStoreException("The process died.");

        if (_deleted.Contains(row.Key) || _putBack.ContainsKey(row.Key))
        {
            var there = _putBack.GetValueOrDefault(row.Key)?.Version ?? 0;
            if (there != expectedVersion)
                return false;

            // What is written next stands where the intruder's row stood.
            await Inner.EraseAsync(row.Key, 0, cancellationToken);
            Inner.Remove(row.Key);
            _deleted.Remove(row.Key);
            _putBack.Remove(row.Key);
            Record(row);
            return await ForceAsync(row, expectedVersion, events, cancellationToken);
        }

        if (!await base.TryWriteAsync(row, expectedVersion, events, cancellationToken))
            return false;

        Record(row);
        return true;
    }

    public override async ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        var before = BeforeList;
        BeforeList = null;
        if (before is not null)
            await before();

        return
        [
            .. (await base.ListAsync(tenant, afterUserId, take, cancellationToken))
                .Where(r => !_deleted.Contains(r.Key))
                .Select(r => _putBack.GetValueOrDefault(r.Key, r)),
        ];
    }

    // The row under it may have any version: one by one, up to the one that is expected.
    private async ValueTask<bool> ForceAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        for (var version = 0L; version < expectedVersion; version++)
        {
            var filler = new AccountRow
            {
                Key = row.Key,
                Version = version + 1,
                Sealed = [1],
            };
            await Inner.TryWriteAsync(filler, version, [], cancellationToken);
        }

        return await Inner.TryWriteAsync(row, expectedVersion, events, cancellationToken);
    }

    private void Record(AccountRow row)
    {
        Writes.Add(row.Key);
        if (!_history.TryGetValue(row.Key, out var rows))
            _history[row.Key] = rows = [];

        rows.Add(row);
    }
}
