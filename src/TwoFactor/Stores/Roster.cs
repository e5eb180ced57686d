using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TwoFactor;

/// <summary>
/// Which users have a second factor, apart from their records: whoever deletes a record does not turn its user into one
/// who never enrolled. Pages of user ids, by a hash of the id, sealed like records and kept by the same store under a
/// tenant that no app can have. Written before a user becomes protected, cleared after; read where a record is absent
/// or protects nobody. See docs/decisions/0046.
/// </summary>
internal sealed class Roster(IAccountStore store, RecordSealer sealer, string tenant)
{
    /// <summary>At a million users a page has a thousand.</summary>
    public const int PageCount = 1024;

    /// <summary>A tenant is plain text: this one is nobody's.</summary>
    public const string Tenant = "\u001froster";

    private const string RootName = "root";
    private const string PagePrefix = "page-";
    private const int MaxTries = 256;
    private const int ListPage = 100;

    public static int PageOf(string userId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(userId), hash);
        return BinaryPrimitives.ReadUInt16BigEndian(hash) % PageCount;
    }

    /// <summary>
    /// The user's entry, or null if the user is not listed; and whether anybody was ever listed, as far as there is a
    /// trace of it.
    /// </summary>
    /// <exception cref="TwoFactorStoreException">The page is gone or does not open.</exception>
    public async ValueTask<(RosterEntry? Entry, bool IsBegun)> FindAsync(
        string userId,
        CancellationToken cancellationToken
    )
    {
        var (page, version) = await ReadPageAsync(PageOf(userId), cancellationToken).ConfigureAwait(false);
        if (version > 0)
            return (page.Users.GetValueOrDefault(userId), true);

        return (null, await IsBegunAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether anybody was ever listed.</summary>
    public async ValueTask<bool> IsBegunAsync(CancellationToken cancellationToken) =>
        (await ReadRootAsync(cancellationToken).ConfigureAwait(false)).Root is not null;

    /// <summary>A page and its version; an empty one and 0 if there never was one.</summary>
    /// <exception cref="TwoFactorStoreException">The page is gone or does not open.</exception>
    public async ValueTask<(RosterPage Page, long Version)> ReadPageAsync(int page, CancellationToken cancellationToken)
    {
        var row = await ReadRowAsync(page, cancellationToken).ConfigureAwait(false);
        if (row is not null)
            return (OpenPage(row), row.Version);

        var (root, _) = await ReadRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.Has(page) != true)
            return (new RosterPage(), 0);

        // The first write of the page may have come between the two looks.
        row = await ReadRowAsync(page, cancellationToken).ConfigureAwait(false);
        return row is null ? throw Broken($"page {page} is gone") : (OpenPage(row), row.Version);
    }

    public ValueTask<AccountRow?> ReadRowAsync(int page, CancellationToken cancellationToken) =>
        store.FindAsync(Key(Name(page)), cancellationToken);

    /// <summary>
    /// All pages as they are stored, by a list of the store: few round trips, and perhaps late by what was written a
    /// moment ago.
    /// </summary>
    public async IAsyncEnumerable<(int Number, AccountRow Row)> ListRowsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var prefix = Key("").UserId;
        string? after = prefix;
        while (true)
        {
            var rows = await store.ListAsync(Tenant, after, ListPage, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                var name = row.Key.UserId;
                if (!name.StartsWith(prefix, StringComparison.Ordinal))
                    yield break;

                if (TryNumber(name[prefix.Length..], out var number))
                    yield return (number, row);
            }

            if (rows.Count < ListPage)
                yield break;

            after = rows[^1].Key.UserId;
        }
    }

    /// <summary>Opens a page.</summary>
    /// <exception cref="TwoFactorStoreException">It does not open.</exception>
    public RosterPage OpenPage(AccountRow row) => Open(row, RosterJson.Default.RosterPage);

    /// <summary>The list of pages and its version; null and 0 if nobody was ever listed.</summary>
    public async ValueTask<(RosterRoot? Root, long Version)> ReadRootAsync(CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(Key(RootName), cancellationToken).ConfigureAwait(false);
        return row is null ? (null, 0) : (Open(row, RosterJson.Default.RosterRoot), row.Version);
    }

    /// <summary>
    /// Lists a user who is about to be protected, or lists them anew. A listing that denies somebody now goes on to do
    /// so. One that is left over from before, e.g. because a removal was cut short, does not become a new one's.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="entry">The listing, which names the version of the record that is about to be written.</param>
    /// <param name="isMissed">Whether the user is protected now, or known to be missed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The version of the page.</returns>
    public async ValueTask<long> ListAsync(
        string userId,
        RosterEntry entry,
        bool isMissed,
        CancellationToken cancellationToken
    )
    {
        var number = PageOf(userId);
        for (var i = 0; i < MaxTries; i++)
        {
            var (page, version) = await ReadPageAsync(number, cancellationToken).ConfigureAwait(false);

            // A user whose record is missed stays missed until there is a new one, e.g. while a reset is under way.
            var isDue =
                page.Users.GetValueOrDefault(userId) is { IsPending: false } there
                && (isMissed || !there.Allows(entry.Version - 1, entry.Epoch));
            var listed = isDue ? entry with { IsPending = false } : entry;

            // Written also where nothing changes: whoever clears at the same time must lose.
            if (
                await TryWritePageAsync(number, page.With(userId, listed), version, entry.At, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                await AddToRootAsync(number, entry.At, cancellationToken).ConfigureAwait(false);
                return version + 1;
            }
        }

        throw Contended();
    }

    /// <summary>
    /// Notes that the record that a listing came before is written. From now on its absence denies the user. Does
    /// nothing where the user was listed anew for a later one.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="recordVersion">The version of the record that protects the user.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask SettleAsync(
        string userId,
        long recordVersion,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var number = PageOf(userId);
        for (var i = 0; i < MaxTries; i++)
        {
            var (page, version) = await ReadPageAsync(number, cancellationToken).ConfigureAwait(false);
            var entry = page.Users.GetValueOrDefault(userId);
            if (entry is not { IsPending: true } || entry.Version > recordVersion)
                return;

            var settled = page.With(userId, entry with { IsPending = false });
            if (await TryWritePageAsync(number, settled, version, now, cancellationToken).ConfigureAwait(false))
                return;
        }

        throw Contended();
    }

    /// <summary>Takes a user off, unless the user is protected, or about to be, by the time it is written.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="isStale">Whether the entry is no longer needed, by the record as it is now.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether the user was taken off.</returns>
    public async ValueTask<bool> ClearAsync(
        string userId,
        Func<RosterEntry, ValueTask<bool>> isStale,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var number = PageOf(userId);
        for (var i = 0; i < MaxTries; i++)
        {
            var (page, version) = await ReadPageAsync(number, cancellationToken).ConfigureAwait(false);
            if (!page.Users.TryGetValue(userId, out var entry) || !await isStale(entry).ConfigureAwait(false))
                return false;

            if (
                await TryWritePageAsync(number, page.Without(userId), version, now, cancellationToken)
                    .ConfigureAwait(false)
            )
                return true;
        }

        throw Contended();
    }

    /// <summary>Replaces what does not open or is gone by what is empty, so that users can be listed anew.</summary>
    /// <returns>How many pages were begun anew.</returns>
    public async Task<int> RepairAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (root, isRootBroken) = await TryReadRootAsync(cancellationToken).ConfigureAwait(false);
        var replaced = 0;
        for (var number = 0; number < PageCount; number++)
        {
            var row = await ReadRowAsync(number, cancellationToken).ConfigureAwait(false);
            if (row is null ? root?.Has(number) == true : !CanOpen(row))
            {
                if (
                    await TryWritePageAsync(number, new RosterPage(), row?.Version ?? 0, now, cancellationToken)
                        .ConfigureAwait(false)
                )
                    replaced++;
            }
        }

        var present = await ReadPresentAsync(cancellationToken).ConfigureAwait(false);
        var rootRow = await store.FindAsync(Key(RootName), cancellationToken).ConfigureAwait(false);
        if (isRootBroken || root is null || !present.Pages.AsSpan().SequenceEqual(root.Pages))
            await TryWriteAsync(
                    RootName,
                    present,
                    RosterJson.Default.RosterRoot,
                    rootRow?.Version ?? 0,
                    now,
                    cancellationToken
                )
                .ConfigureAwait(false);

        return replaced;
    }

    /// <summary>Seals with the newest key what an older one sealed.</summary>
    /// <returns>How many rows are left because they do not open or are written to without pause.</returns>
    public async Task<long> ResealAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        long left = 0;
        for (var number = -1; number < PageCount; number++)
        {
            var name = number < 0 ? RootName : Name(number);
            var row = await store.FindAsync(Key(name), cancellationToken).ConfigureAwait(false);
            if (row is null || sealer.IsCurrent(row.Sealed))
                continue;

            if (!await TryResealAsync(name, row, now, cancellationToken).ConfigureAwait(false))
                left++;
        }

        return left;
    }

    public static TwoFactorStoreException Broken(string what, Exception? inner = null) =>
        new(
            $"The roster of users with a second factor cannot be used: {what}: somebody changed it. Restore it from a "
                + "backup, or have an administrator rebuild it (IAdministrationService.RebuildRosterAsync).",
            new RosterBrokenException(what, inner)
        );

    private async ValueTask<bool> TryResealAsync(
        string name,
        AccountRow row,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return name == RootName
                ? await TryWriteAsync(
                        name,
                        Open(row, RosterJson.Default.RosterRoot),
                        RosterJson.Default.RosterRoot,
                        row.Version,
                        now,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
                : await TryWriteAsync(
                        name,
                        OpenPage(row),
                        RosterJson.Default.RosterPage,
                        row.Version,
                        now,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e) when (e.InnerException is RosterBrokenException or SealingKeyMissingException)
        {
            return false;
        }
    }

    // Where the list of pages is gone, the pages that are there are in the new one.
    private async ValueTask AddToRootAsync(int number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var (root, version) = await ReadRootAsync(cancellationToken).ConfigureAwait(false);
            if (root?.Has(number) == true)
                return;

            if (
                await TryWriteAsync(
                        RootName,
                        (root ?? await ReadPresentAsync(cancellationToken).ConfigureAwait(false)).With(number),
                        RosterJson.Default.RosterRoot,
                        version,
                        now,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )
                return;
        }

        throw Contended();
    }

    private async ValueTask<RosterRoot> ReadPresentAsync(CancellationToken cancellationToken)
    {
        var present = new RosterRoot { Pages = new byte[PageCount / 8] };
        await foreach (var (number, _) in ListRowsAsync(cancellationToken).ConfigureAwait(false))
            present = present.With(number);

        return present;
    }

    private async ValueTask<(RosterRoot? Root, bool IsBroken)> TryReadRootAsync(CancellationToken cancellationToken)
    {
        try
        {
            return ((await ReadRootAsync(cancellationToken).ConfigureAwait(false)).Root, false);
        }
        catch (TwoFactorStoreException e) when (e.InnerException is RosterBrokenException)
        {
            return (null, true);
        }
    }

    private bool CanOpen(AccountRow row)
    {
        try
        {
            OpenPage(row);
            return true;
        }
        catch (TwoFactorStoreException e) when (e.InnerException is RosterBrokenException)
        {
            return false;
        }
    }

    private ValueTask<bool> TryWritePageAsync(
        int number,
        RosterPage page,
        long expectedVersion,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => TryWriteAsync(Name(number), page, RosterJson.Default.RosterPage, expectedVersion, now, cancellationToken);

    private ValueTask<bool> TryWriteAsync<T>(
        string name,
        T content,
        JsonTypeInfo<T> type,
        long expectedVersion,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var key = Key(name);
        var version = expectedVersion + 1;
        var row = new AccountRow
        {
            Key = key,
            Version = version,
            Sealed = sealer.Seal(content, key.Tenant, key.UserId, version, type),
            UpdatedAt = now,
        };
        return store.TryWriteAsync(row, expectedVersion, [], cancellationToken);
    }

    private T Open<T>(AccountRow row, JsonTypeInfo<T> type)
    {
        try
        {
            return sealer.Open(row.Sealed, row.Key.Tenant, row.Key.UserId, row.Version, type);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            throw e is SealingKeyMissingException
                ? new TwoFactorStoreException($"The roster does not open: {e.Message}", e)
                : Broken($"{row.Key.UserId[(tenant.Length + 1)..]} does not open", e);
        }
    }

    private AccountKey Key(string name) => new(Tenant, $"{tenant}\u001f{name}");

    private static string Name(int page) => string.Create(CultureInfo.InvariantCulture, $"{PagePrefix}{page:D4}");

    private static bool TryNumber(string name, out int number)
    {
        number = 0;
        return name.StartsWith(PagePrefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(PagePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number < PageCount
            && Name(number) == name;
    }

    private static TwoFactorStoreException Contended() =>
        new("The roster is being written to by too many at once: nothing was done. Try again.");
}
