namespace TwoFactor;

/// <summary>Verifies codes. It answers only after the write that spends the code or counts the failure.</summary>
public interface IVerificationService
{
    /// <summary>Verifies a code of any of the user's active factors, or a recovery code or temporary code.</summary>
    /// <param name="request">The user, the code and the challenge it answers.</param>
    /// <param name="cancellationToken">
    /// Cancels the operation. The account stays consistent, but the code may or may not be spent.
    /// </param>
    /// <returns>
    /// The result; <see cref="TwoFactorOutcome.Throttled"/> if there were too many concurrent operations on the
    /// account.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back. Deny access.
    /// </exception>
    Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken = default);
}
