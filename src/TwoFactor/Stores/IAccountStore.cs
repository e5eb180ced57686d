namespace TwoFactor.Stores;

/// <summary>
/// Stores accounts. The security of the library depends on <see cref="TryWriteAsync"/> being an atomic, durable,
/// conditional write. A store uses its own connection, never the host's transaction: a lock must not be rolled back
/// with the host's work.
/// </summary>
public interface IAccountStore
{
    /// <summary>Reads an account.</summary>
    /// <param name="key">The account.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The row, or null if there is none. It may be stale; the conditional write detects that.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be read; the message names the remedy.</exception>
    ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an account and its events in one atomic step, if the stored version is still the expected one.
    /// </summary>
    /// <param name="row">The new row; its version is <paramref name="expectedVersion"/> + 1.</param>
    /// <param name="expectedVersion">The version that was read; 0 if there was no row.</param>
    /// <param name="events">
    /// The events that explain the change, in order; empty if the record was only re-encrypted.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the write. Either everything is written or nothing; after an exception it is unknown which.
    /// </param>
    /// <returns>
    /// True if it was written durably; false if the stored version was different, and then nothing was written.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be written. Nothing is written in part.</exception>
    ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    );

    /// <summary>Reads accounts in the order of their user ids, page by page.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="afterUserId">The last user id of the previous page; null for the first page.</param>
    /// <param name="take">The most rows to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    );
}
