namespace TwoFactor;

/// <summary>
/// What administrators do for users who lost the authenticator. The host decides who is an administrator (ASVS 6.4.6).
/// </summary>
public interface IResetService
{
    /// <summary>
    /// Empties the account in one write: factors, recovery codes, challenges, trusted devices, failures, lock. The next
    /// sign-in leads through enrolment, without a grace period. It is also the remedy for a record that does not open
    /// or is gone, and for one that a clock far ahead wrote.
    /// </summary>
    /// <param name="request">The user, the administrator and the reason.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">User id, actor or reason is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<ResetResult> ResetAsync(ResetRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Issues a code that the user can verify with once, in place of the one issued before, if any. The factors stay as
    /// they are.
    /// </summary>
    /// <param name="request">The user, the administrator and the reason.</param>
    /// <param name="validFor">
    /// How long the code is good; null means <see cref="ResetOptions.TemporaryCodeLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">User id, actor or reason is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<TemporaryCodeResult> IssueTemporaryCodeAsync(
        ResetRequest request,
        TimeSpan? validFor = null,
        CancellationToken cancellationToken = default
    );
}
