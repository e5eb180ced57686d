namespace TwoFactor;

/// <summary>
/// What administrators do for users who lost their authenticator. The host decides who is an administrator (ASVS
/// 6.4.6).
/// </summary>
public interface IResetService
{
    /// <summary>
    /// Removes everything from the account in one write: factors, recovery codes, challenges, trusted devices,
    /// failures, lock. At the next sign-in the user must enrol, without a grace period. A reset also repairs a record
    /// that cannot be decrypted, is missing, or has a time far in the future.
    /// </summary>
    /// <param name="request">The user, the administrator and the reason.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>Whether the user was reset. It contains no secret.</returns>
    /// <exception cref="ArgumentException">User id, actor or reason is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<ResetResult> ResetAsync(ResetRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Issues a code with which the user can verify once. It replaces a temporary code issued before. The factors do
    /// not change.
    /// </summary>
    /// <param name="request">The user, the administrator and the reason.</param>
    /// <param name="validFor">
    /// How long the code is valid, 1 minute to <see cref="ResetOptions.MaxTemporaryCodeLifetime"/>; null means
    /// <see cref="ResetOptions.TemporaryCodeLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The code, which is returned only once; or the reason why there is none.</returns>
    /// <exception cref="ArgumentException">User id, actor or reason is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TemporaryCodeResult> IssueTemporaryCodeAsync(
        ResetRequest request,
        TimeSpan? validFor = null,
        CancellationToken cancellationToken = default
    );
}
