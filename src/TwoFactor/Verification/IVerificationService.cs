namespace TwoFactor;

/// <summary>
/// Checks codes. The answer is told only after the write that spends the code or charges the failure.
/// </summary>
public interface IVerificationService
{
    /// <summary>
    /// Checks a code of any of the user's active factors, recovery codes and temporary codes included.
    /// </summary>
    /// <param name="request">The user, the code and the challenge it answers.</param>
    /// <param name="cancellationToken">
    /// Cancels the operation; the account stays consistent, and whether the code was spent is then open.
    /// </param>
    /// <returns>
    /// How it ended; <see cref="TwoFactorOutcome.Throttled"/> if too many operations ran on the account at once.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back: deny.
    /// </exception>
    Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken = default);
}
