using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>Decrypts and encrypts accounts between the engine and the store.</summary>
internal sealed class AccountVault(
    IAccountStore store,
    IAuditStore audit,
    RecordSealer sealer,
    IOptions<TwoFactorOptions> options
)
{
    public const int MaxPage = 1_000;

    public const int PageSize = 500;

    private const long MaxSequence = long.MaxValue / 2;

    private static readonly DateTimeOffset s_epochStart = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Where nobody is listed, this many records are looked at for one that says it is.
    private const int TraceRows = 100;

    public string Tenant { get; } = options.Value.Tenant;

    /// <summary>Who has a second factor, apart from the records; null if it is switched off.</summary>
    public Roster? Roster { get; } = options.Value.UseRoster ? new(store, sealer, options.Value.Tenant) : null;

    public AccountKey Key(string userId) => new(Tenant, userId);

    public ValueTask<AccountRow?> FindAsync(string userId, CancellationToken cancellationToken) =>
        store.FindAsync(Key(userId), cancellationToken);

    /// <summary>The account and its version; null and 0 if there is none.</summary>
    public async ValueTask<(TwoFactorAccount? Account, long Version)> LoadAsync(
        string userId,
        CancellationToken cancellationToken
    )
    {
        var row = await FindAsync(userId, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            var hasTrail = await HasTrailAsync(Key(userId), cancellationToken).ConfigureAwait(false);
            var entry = hasTrail ? null : await FindListedAsync(userId, cancellationToken).ConfigureAwait(false);
            if (!hasTrail && entry is null)
                return (null, 0);

            // The first write may have come between the looks.
            row =
                await FindAsync(userId, cancellationToken).ConfigureAwait(false)
                ?? throw (entry is null ? Removed($"user '{userId}'", "reset the user") : Lost(userId, entry));
        }

        if (row.Key != Key(userId))
            throw new TwoFactorStoreException(
                $"The store answered with the record of '{row.Key.UserId}' when asked for '{userId}'. User "
                    + "ids are compared ordinally: give its key column a binary collation."
            );

        var account = Open(row);
        if (account.IsProtected || await IsTrueAsync(account, row.Version, cancellationToken).ConfigureAwait(false))
            return (account, row.Version);

        // The user enrolled between the looks.
        return await LoadAsync(userId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The same account with its place in the roster, if what is about to be written needs one. The roster is written
    /// first: whoever stops between the two leaves a listing that is pending, and not a user whom nobody would miss.
    /// </summary>
    /// <param name="before">The account as it was read.</param>
    /// <param name="next">The account as it is about to be written.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="now">The time.</param>
    /// <param name="always">Whether a user who was protected before, and is not listed, is listed now.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask<TwoFactorAccount> ListAsync(
        TwoFactorAccount before,
        TwoFactorAccount next,
        long version,
        DateTimeOffset now,
        bool always,
        CancellationToken cancellationToken
    )
    {
        if (Roster is null)
            return next;

        if (!next.IsProtected)
            return next.RosterVersion == 0 ? next : next with { RosterVersion = 0 };

        if (before.IsProtected && !(always && next.RosterVersion == 0))
            return next;

        var entry = new RosterEntry
        {
            Version = version + 1,
            Epoch = before.Epoch,
            At = now,
            IsPending = true,
        };
        try
        {
            return next with
            {
                RosterVersion = await Roster
                    .ListAsync(next.UserId, entry, before.IsProtected || before.IsLost, cancellationToken)
                    .ConfigureAwait(false),
            };
        }
        catch (TwoFactorStoreException e) when (always && e.InnerException is RosterBrokenException)
        {
            // A reset helps also where somebody damaged the roster; the user is listed once that is rebuilt.
            return next with { RosterVersion = 0 };
        }
    }

    /// <summary>
    /// Notes that a record that protects its user is written, after
    /// <see cref="ListAsync(TwoFactorAccount, TwoFactorAccount, long, DateTimeOffset, bool, CancellationToken)"/>.
    /// </summary>
    public ValueTask SettleAsync(
        string userId,
        long version,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => Roster?.SettleAsync(userId, version, now, cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>
    /// Takes a user off the roster whose record, as it is now, is a true one that protects nobody. If this is cut
    /// short, the user is not denied, and the purge does it.
    /// </summary>
    public async ValueTask<bool> UnlistAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Roster is not null
        && await Roster
            .ClearAsync(
                userId,
                async entry =>
                    await FindAsync(userId, cancellationToken).ConfigureAwait(false) is { } row
                    && TryOpen(row, out var account)
                    && account is { IsProtected: false, IsLost: false }
                    && entry.Allows(row.Version, account.Epoch),
                now,
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>
    /// The user's entry in the roster, or null. A listing that is pending is none: its record is not written yet, or
    /// never will be because whoever made it has stopped, and so it cannot be gone.
    /// </summary>
    /// <exception cref="TwoFactorStoreException">The roster is broken, or all of it was removed.</exception>
    public async ValueTask<RosterEntry?> FindListedAsync(string userId, CancellationToken cancellationToken)
    {
        if (Roster is null)
            return null;

        var (entry, isBegun) = await Roster.FindAsync(userId, cancellationToken).ConfigureAwait(false);

        // The first listing of all may have come between the looks. It is written before the record that tells of it.
        if (
            !isBegun
            && await HasTraceOfRosterAsync(cancellationToken).ConfigureAwait(false)
            && !await Roster.IsBegunAsync(cancellationToken).ConfigureAwait(false)
        )
            throw Roster.Broken("all of it is gone");

        return entry is { IsPending: true } ? null : entry;
    }

    private async ValueTask<bool> HasTraceOfRosterAsync(CancellationToken cancellationToken) =>
        (await ListPageAsync(null, TraceRows, cancellationToken).ConfigureAwait(false)).Any(r =>
            TryOpen(r, out var account) && account.RosterVersion > 0
        );

    /// <summary>
    /// Whether a record that protects nobody is what the roster leads to expect; false if it is no longer the one that
    /// is there.
    /// </summary>
    /// <exception cref="TwoFactorStoreException">Somebody put it back, or the record says that it was lost.</exception>
    private async ValueTask<bool> IsTrueAsync(
        TwoFactorAccount account,
        long version,
        CancellationToken cancellationToken
    )
    {
        if (account.IsLost)
            throw Lost(account.UserId, null);

        var entry = await FindListedAsync(account.UserId, cancellationToken).ConfigureAwait(false);
        if (entry is null || entry.Allows(version, account.Epoch))
            return true;

        var row = await FindAsync(account.UserId, cancellationToken).ConfigureAwait(false);
        return row is not null && row.Version != version ? false : throw Lost(account.UserId, entry);
    }

    /// <summary>The account and its version; an empty one and 0 if there is none.</summary>
    public async ValueTask<(TwoFactorAccount Account, long Version)> LoadOrNewAsync(
        string userId,
        CancellationToken cancellationToken
    )
    {
        var (account, version) = await LoadAsync(userId, cancellationToken).ConfigureAwait(false);
        return (account ?? new TwoFactorAccount { UserId = userId }, version);
    }

    /// <summary>
    /// A new, empty account in place of one that cannot be decrypted or is missing, for a reset. Its audit sequence
    /// continues at the end of the trail, whoever wrote that trail. Its epoch is the time in seconds, so it is higher
    /// than any epoch that was counted up.
    /// </summary>
    public async ValueTask<(TwoFactorAccount Account, long Version)> ReplaceBrokenAsync(
        string userId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var row = await FindAsync(userId, cancellationToken).ConfigureAwait(false);
        var (sequence, hash, start) = await ReadTrailEndAsync(Key(userId), cancellationToken).ConfigureAwait(false);
        var account = new TwoFactorAccount
        {
            UserId = userId,
            Epoch = (int)Math.Clamp((now - s_epochStart).TotalSeconds, 0, int.MaxValue / 2),
            AuditSequence = sequence,
            AuditHash = hash,
            AuditStart = start > 0 ? new TrailStart { Sequence = start } : null,
            IsReplacement = true,
        };
        return (account, row?.Version ?? 0);
    }

    /// <summary>
    /// Finds the end of a trail without verifying the trail, and the event before its beginning. The trail begins at
    /// its first event, or at the last event that records an erasure.
    /// </summary>
    public async ValueTask<(long Sequence, byte[] Hash, long Start)> ReadTrailEndAsync(
        AccountKey trail,
        CancellationToken cancellationToken
    )
    {
        AuditEvent? last = null;
        long start = 0;
        IReadOnlyList<AuditEvent> page;
        do
        {
            page = await audit.ReadAsync(trail, last?.Sequence ?? 0, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var auditEvent in page)
            {
                // If an erasure replaced a broken record, both events belong to it.
                if (auditEvent.Type == AuditEventTypes.Erased)
                    start = (last?.Type == AuditEventTypes.RecordReplaced ? last.Sequence : auditEvent.Sequence) - 1;
                else if (last is null)
                    start = auditEvent.Sequence - 1;

                last = auditEvent;
            }
        } while (page.Count == PageSize);

        if (last?.Sequence > MaxSequence)
            throw new TwoFactorStoreException(
                $"The trail of '{trail.UserId}' has event {last.Sequence}, which no trail comes to: somebody "
                    + "wrote it from outside. Delete that event, and try again."
            );

        if (last is null)
            return (0, [], 0);

        // Malformed hash: use zeros. An empty one would mean that the trail begins unverified.
        var hash = last.Hash.Length == AuditChain.HashBytes ? last.Hash.ToArray() : new byte[AuditChain.HashBytes];
        return (last.Sequence, hash, start);
    }

    /// <summary>
    /// Whether a trail exists. If it does but the record is missing, somebody removed the record: its owner must not
    /// count as never enrolled, nor a policy as the default.
    /// </summary>
    public async ValueTask<bool> HasTrailAsync(AccountKey trail, CancellationToken cancellationToken) =>
        (await audit.ReadAsync(trail, 0, 1, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Whether the trail continues after the head that the record knows.</summary>
    public async ValueTask<bool> IsForkedAsync(TwoFactorAccount account, CancellationToken cancellationToken) =>
        (
            await audit
                .ReadAsync(Key(account.UserId), account.AuditSequence, 1, cancellationToken)
                .ConfigureAwait(false)
        ).Count > 0;

    /// <summary>
    /// The same, while the record is the one that was read: if it is another one by now, its writer wrote those events,
    /// and nothing is broken.
    /// </summary>
    public async ValueTask<bool> IsForkedAsync(
        TwoFactorAccount account,
        long version,
        CancellationToken cancellationToken
    ) =>
        await IsForkedAsync(account, cancellationToken).ConfigureAwait(false)
        && ((await FindAsync(account.UserId, cancellationToken).ConfigureAwait(false))?.Version ?? 0) == version;

    public static TwoFactorStoreException Removed(string owner, string remedy)
    {
        var message =
            $"The record of {owner} is gone, but there are events of it after number 0: somebody removed it. "
            + $"Restore it from a backup, or {remedy}.";
        return new(message, new RecordMissingException(message));
    }

    private static TwoFactorStoreException Lost(string userId, RosterEntry? entry)
    {
        var message =
            $"The record of user '{userId}' is gone, or an older one is in its place, though the user has a second "
            + "factor: somebody removed it. Restore it from a backup, or reset the user.";
        return new(message, new RecordMissingException(message) { IsListed = true, Entry = entry });
    }

    public ValueTask<bool> TryWriteAsync(
        TwoFactorAccount account,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) => store.TryWriteAsync(Seal(account, expectedVersion + 1), expectedVersion, events, cancellationToken);

    public bool IsCurrent(AccountRow row) => sealer.IsCurrent(row.Sealed);

    public ValueTask<IReadOnlyList<AccountRow>> ListPageAsync(
        string? after,
        int take,
        CancellationToken cancellationToken
    ) => store.ListAsync(Tenant, after, take, cancellationToken);

    public async IAsyncEnumerable<AccountRow> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (true)
        {
            var page = await store.ListAsync(Tenant, after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
                yield return row;

            if (page.Count < PageSize)
                yield break;

            after = page[^1].Key.UserId;
        }
    }

    public TwoFactorAccount Open(AccountRow row)
    {
        try
        {
            var account = sealer.Open(row.Sealed, Tenant, row.Key.UserId, row.Version, AccountReader.Read);
            return account.Schema == TwoFactorAccount.CurrentSchema
                ? account
                : throw new TwoFactorStoreException(
                    $"The record of user '{row.Key.UserId}' has schema {account.Schema}, and this version of "
                        + $"the library knows {TwoFactorAccount.CurrentSchema}. Update the library on this machine."
                );
        }
        catch (RecordFormatException e) when (e.IsNewer)
        {
            throw new TwoFactorStoreException(
                $"The record of user '{row.Key.UserId}' was written by a newer version of the library: {e.Message} "
                    + "Update the library on this machine.",
                e
            );
        }
        catch (Exception e) when (e is CryptographicException or JsonException or RecordFormatException)
        {
            throw new TwoFactorStoreException(
                $"The record of user '{row.Key.UserId}' does not open: {e.Message}"
                    + $"{(e is SealingKeyMissingException ? "" : " If there is none, reset the user.")}",
                e
            );
        }
    }

    public bool TryOpen(AccountRow row, [NotNullWhen(true)] out TwoFactorAccount? account)
    {
        try
        {
            account = Open(row);
            return true;
        }
        catch (TwoFactorStoreException)
        {
            account = null;
            return false;
        }
    }

    private AccountRow Seal(TwoFactorAccount account, long version) =>
        new()
        {
            Key = Key(account.UserId),
            Version = version,
            Sealed = sealer.Seal(account, Tenant, account.UserId, version, AccountWriter.Write),
            IsEnrolled = account.HasActiveFactor,
            Methods = Methods(account),
            LockedUntil = account.LockedUntil,
            LastVerifiedAt = account.LastVerifiedAt,
            UpdatedAt = account.UpdatedAt,
        };

    private static string Methods(TwoFactorAccount account)
    {
        string? single = null;
        foreach (var factor in account.Factors)
        {
            if (factor.IsBackup || factor.Status != FactorStatus.Active)
                continue;

            var name = ListedName(factor);
            if (single is not null && single != name)
                return string.Join(
                    ',',
                    account
                        .Factors.Where(f => !f.IsBackup && f.Status == FactorStatus.Active)
                        .Select(ListedName)
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                );

            single = name;
        }

        return single ?? "";
    }

    private static string ListedName(Factor factor) =>
        factor.IsWeak ? factor.Method + AccountRow.WeakMark : factor.Method;
}
