namespace TwoFactor;

/// <summary>Asks users for proof, and sends them a code where the method does.</summary>
public interface IChallengeService
{
    /// <summary>Opens a challenge; if the factor's method sends codes, sends one after the challenge was written.</summary>
    /// <param name="request">The user, the factor and the purpose.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The challenge, or why there is none.</returns>
    /// <exception cref="ArgumentException">The user id or the purpose is not allowed.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    Task<ChallengeResult> ChallengeAsync(ChallengeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends a new code for an open challenge, which replaces the code before. Failures stay counted (NIST SP 800-63B-4 §3.1.3.2).</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="challengeId">The open challenge.</param>
    /// <param name="origin">Where the request came from, or null.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The challenge, or why nothing was sent.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    Task<ChallengeResult> ResendAsync(string userId, string challengeId, RequestOrigin? origin = null, CancellationToken cancellationToken = default);
}
