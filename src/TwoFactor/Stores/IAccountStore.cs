namespace TwoFactor.Stores;

/// <summary>
/// Keeps accounts. The whole of the library's safety rests on <see cref="TryWriteAsync"/> being one atomic, durable,
/// conditional write. A store uses a connection of its own, never the host's transaction: a lock must not be rolled
/// back with somebody else's work.
/// </summary>
public interface IAccountStore
{
    /// <summary>Reads an account.</summary>
    /// <param name="key">The account.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The row, or null if there is none. It may be stale; the conditional write finds out.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be read; the message names the remedy.</exception>
    ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an account and its events in one atomic step, if the stored version is still the expected one.
    /// </summary>
    /// <param name="row">The new row; its version is <paramref name="expectedVersion"/> + 1.</param>
    /// <param name="expectedVersion">The version that was read; 0 if there was no row.</param>
    /// <param name="events">The events that explain the change, in order; empty for a mere re-seal.</param>
    /// <param name="cancellationToken">
    /// Cancels the writing: nothing or everything is written, and an exception leaves open which.
    /// </param>
    /// <returns>
    /// True if it was written durably; false if the version was another one, and then nothing was written.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be written; nothing is half-written.</exception>
    ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    );

    /// <summary>Reads accounts in the order of their user ids, page by page.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="afterUserId">The last user id of the page before; null for the first page.</param>
    /// <param name="take">The most rows to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    );
}
