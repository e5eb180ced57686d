namespace TwoFactor.Administration;

/// <summary>
/// Reads and changes the policy on who must use a second factor, at run time. Every change gets a version and is
/// audited.
/// </summary>
public interface IPolicyService
{
    /// <summary>Reads the current policy.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the policy cannot be decrypted. Deny access.
    /// </exception>
    Task<RequirementPolicy> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces the policy; it applies to every sign-in from now on. It also repairs a policy that cannot be decrypted
    /// or is missing.
    /// </summary>
    /// <param name="change">The whole new policy, the administrator and the reason.</param>
    /// <param name="cancellationToken">Cancels the operation. The policy is then either the old or the new one.</param>
    /// <returns>Whether the policy was changed, and the current policy.</returns>
    /// <exception cref="ArgumentException">The actor is empty, or actor or reason is too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, or the key of the policy is missing.
    /// </exception>
    Task<PolicyResult> SetAsync(PolicyChange change, CancellationToken cancellationToken = default);
}
