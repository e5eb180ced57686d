namespace TwoFactor.Stores;

/// <summary>Stores the requirement policy: one row per tenant, written like an account.</summary>
public interface IPolicyStore
{
    /// <summary>Reads the policy.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The row, or null if none was ever set.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be read.</exception>
    ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the policy and its events in one atomic step, if the stored version is still the expected one.
    /// </summary>
    /// <param name="row">The new row; its version is <paramref name="expectedVersion"/> + 1.</param>
    /// <param name="expectedVersion">The version that was read; 0 if there was no row.</param>
    /// <param name="events">
    /// The events of the trail <see cref="AuditEvent.PolicyTrail"/>; empty if the policy was only re-encrypted.
    /// </param>
    /// <param name="cancellationToken">Cancels the write. Either everything is written or nothing.</param>
    /// <returns>True if it was written durably; false if the stored version was different.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be written.</exception>
    ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    );
}
