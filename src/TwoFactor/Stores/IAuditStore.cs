namespace TwoFactor.Stores;

/// <summary>Reads the trails that <see cref="IAccountStore"/> and <see cref="IPolicyStore"/> wrote.</summary>
public interface IAuditStore
{
    /// <summary>Reads a trail in order, page by page.</summary>
    /// <param name="trail">The tenant, and the user id or <see cref="AuditEvent.PolicyTrail"/>.</param>
    /// <param name="afterSequence">
    /// The last sequence of the previous page; 0 for the first page. A verification starts at
    /// <see cref="long.MinValue"/>, to find events that should not exist.
    /// </param>
    /// <param name="take">The most events to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Reads the events of one trail or of all, newest first: by <see cref="AuditEvent.At"/>, then user id, then
    /// sequence, all descending. User ids are compared ordinally.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="userId">The user id or <see cref="AuditEvent.PolicyTrail"/>; null for all trails.</param>
    /// <param name="before">The last event of the previous page; null for the first page.</param>
    /// <param name="take">The most events to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    );

    /// <summary>Lists the trails that have events, ordered, page by page.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="afterUserId">
    /// The last user id of the previous page; null for the first page. The policy's trail comes first.
    /// </param>
    /// <param name="take">The most trails to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Deletes the beginning of a trail after its user was erased. The record, written before, keeps the hash from
    /// which the remaining events verify.
    /// </summary>
    /// <param name="trail">The tenant and the user id.</param>
    /// <param name="throughSequence">The last event to delete. Those after it stay.</param>
    /// <param name="cancellationToken">
    /// Cancels the deletion, which may then be incomplete; it is requested again later.
    /// </param>
    /// <returns>How many events were deleted.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be written.</exception>
    ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken);
}
