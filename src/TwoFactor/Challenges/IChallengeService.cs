namespace TwoFactor;

/// <summary>Asks users for proof, and sends them a code where the method does.</summary>
public interface IChallengeService
{
    /// <summary>
    /// Opens a challenge; if the factor's method sends codes, sends one after the challenge was written.
    /// </summary>
    /// <param name="request">The user, the factor and the purpose.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The challenge, or why there is none.</returns>
    /// <exception cref="ArgumentException">The user id or the purpose is not allowed.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<TwoFactorChallenge> ChallengeAsync(ChallengeRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// How a challenge stands: whether it is open, what answers it, how its codes were delivered, and whether the
    /// account is locked. One load of the record tells it all.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="challengeId">The challenge.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The challenge; one that is not open if there is none of that id.</returns>
    /// <exception cref="ArgumentException">An id is empty, or the user id is too long.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or the record does not open.</exception>
    Task<ChallengeStatus> FindAsync(string userId, string challengeId, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the client needs to answer an open challenge with the user's factors of one method, e.g. the request options
    /// of WebAuthn. It only reads: ask as often as needed.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="challengeId">The open challenge; one that a sign-in opened will do.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// The options as JSON; null if there is no such open challenge, the user has no such factor, or the method takes a
    /// code.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or the record does not open.</exception>
    Task<string?> GetClientOptionsAsync(
        string userId,
        string challengeId,
        string method,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Sends a new code for an open challenge, which replaces the code before. Failures stay counted (NIST SP 800-63B-4
    /// §3.1.3.2).
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="challengeId">The open challenge.</param>
    /// <param name="origin">Where the request came from, or null.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The challenge, or why nothing was sent.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<TwoFactorChallenge> ResendAsync(
        string userId,
        string challengeId,
        RequestOrigin? origin = null,
        CancellationToken cancellationToken = default
    );
}
