namespace TwoFactor.Administration;

/// <summary>Reads and verifies the audit trail.</summary>
public interface IAuditService
{
    /// <summary>
    /// Streams a user's events in order, or those of all trails one after the other, the policy's first.
    /// </summary>
    /// <param name="userId">The user, <see cref="AuditEvent.PolicyTrail"/> for the policy, or null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    IAsyncEnumerable<AuditEvent> ReadAsync(string? userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a page of events, newest first. It does not verify the chain; <see cref="VerifyAsync"/> does.
    /// </summary>
    /// <param name="query">Which events.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The page, and the position of the next one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="AuditQuery.Take"/> is not 1 to 500.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    Task<AuditPage> ReadNewestAsync(AuditQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Verifies the audit trail: recomputes the hash chain, and compares its head with the authenticated one in the
    /// encrypted record.
    /// </summary>
    /// <param name="userId">The user, <see cref="AuditEvent.PolicyTrail"/> for the policy, or null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>Whether everything is intact, and if not, what was found and where.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    Task<AuditVerification> VerifyAsync(string? userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Drops events by their age, of all trails. The number and the hash of the last one that goes are sealed in the
    /// record first: the rest verifies from there, and a trail that somebody cut is told from one that was kept short.
    /// The last event of a trail stays, and a trail that is not intact is left whole. The trail of the policy tells of
    /// it (<see cref="AuditEventTypes.EventsDropped"/>). If it is cut short,
    /// <see cref="IAdministrationService.PurgeAsync"/> ends it. The clock of this machine must be right.
    /// </summary>
    /// <param name="retention">How old, by whom and why.</param>
    /// <param name="cancellationToken">Stops between two trails.</param>
    /// <exception cref="ArgumentException">Actor or reason is empty or too long, or the age is below 1 day.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    Task<AuditDropResult> DropAsync(AuditDropRequest retention, CancellationToken cancellationToken = default);
}
