namespace TwoFactor;

/// <summary>Opens challenges, and sends their codes if the method does.</summary>
public interface IChallengeService
{
    /// <summary>
    /// Opens a challenge. If the factor's method sends codes, sends one after the challenge was written.
    /// </summary>
    /// <param name="request">The user, the factor and the purpose.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The challenge, or the reason why there is none.</returns>
    /// <exception cref="ArgumentException">The user id or the purpose is not allowed.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TwoFactorChallenge> ChallengeAsync(ChallengeRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the state of a challenge: whether it is open, what answers it, how its codes were delivered, and whether
    /// the account is locked. One load of the record is enough.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="challengeId">The challenge.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The state; "not open" if there is no challenge with that id.</returns>
    /// <exception cref="ArgumentException">An id is empty, or the user id is too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the record cannot be decrypted.
    /// </exception>
    Task<ChallengeStatus> FindAsync(string userId, string challengeId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates what the client needs to answer an open challenge with the user's factors of one method, e.g. WebAuthn
    /// request options. It changes nothing, so call it as often as needed.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="challengeId">The open challenge, e.g. that of a sign-in.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// The options as JSON; null if there is no such open challenge, if the user has no such factor, or if the method
    /// uses typed codes.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the record cannot be decrypted.
    /// </exception>
    Task<string?> GetClientOptionsAsync(
        string userId,
        string challengeId,
        string method,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Sends a new code for an open challenge. It replaces the earlier code. Failures stay counted (NIST SP 800-63B-4
    /// §3.1.3.2).
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="challengeId">The open challenge.</param>
    /// <param name="origin">Where the request came from, or null.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The challenge, or the reason why nothing was sent.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TwoFactorChallenge> ResendAsync(
        string userId,
        string challengeId,
        RequestOrigin? origin = null,
        CancellationToken cancellationToken = default
    );
}
