namespace TwoFactor.Administration;

/// <summary>
/// Reads and changes, at run time, who must use a second factor. Every change is versioned and audited.
/// </summary>
public interface IPolicyService
{
    /// <summary>The policy in force.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the policy does not open: deny.
    /// </exception>
    Task<RequirementPolicy> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts a new policy in force for every sign-in from now on. It is also the remedy for a policy that does not open
    /// or is gone.
    /// </summary>
    /// <param name="change">The policy as it shall be, who wants it and why.</param>
    /// <param name="cancellationToken">Cancels the operation; the policy is the old or the new one.</param>
    /// <exception cref="ArgumentException">The actor is empty, or actor or reason is too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, or the key of the policy is missing.
    /// </exception>
    Task<PolicyResult> SetAsync(PolicyChange change, CancellationToken cancellationToken = default);
}
