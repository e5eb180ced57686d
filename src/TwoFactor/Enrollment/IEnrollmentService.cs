namespace TwoFactor;

/// <summary>What a user does with factors: enrol, confirm, rename, remove; and the recovery codes.</summary>
public interface IEnrollmentService
{
    /// <summary>What may be shown of a user's second factor. A user without one is not an error.</summary>
    /// <param name="userId">The user's id, 1 to 256 characters.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or the record does not open.</exception>
    Task<TwoFactorStatus> GetStatusAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>The methods that users may enrol, with what they must be told of them.</summary>
    IReadOnlyList<FactorMethodInfo> GetMethods();

    /// <summary>
    /// Makes a pending factor. It satisfies nothing until it is confirmed, displaces nothing, and expires
    /// (<see cref="EnrollmentOptions.PendingLifetime"/>).
    /// </summary>
    /// <param name="request">The user, the method and the proof.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The pending factor with its secret or destination, or why there is none.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<EnrollmentResult> EnrollAsync(EnrollmentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends the confirming code of a pending factor again, as a new one.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="origin">Where the request came from, or null.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<TwoFactorChallenge> ResendAsync(
        string userId,
        string factorId,
        RequestOrigin? origin = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Confirms a pending factor with a code made from the secret that the server holds. The code is spent, failures
    /// count, the epoch is bumped, and with the first factor come recovery codes.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<ConfirmationResult> ConfirmAsync(
        string userId,
        string factorId,
        string code,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Renames a factor. It needs no proof; so a day has <see cref="EnrollmentOptions.MaxRenamesPerDay"/> of them, and
    /// the answer to more is <see cref="TwoFactorOutcome.Throttled"/>. The same name again is no rename.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="factorId">The factor.</param>
    /// <param name="name">The new name, 1 to 64 characters without control characters.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<FactorChangeResult> RenameAsync(
        string userId,
        string factorId,
        string name,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Removes a factor, active or pending. With the last active one the recovery codes go too; that is refused where a
    /// policy requires a second factor of the user (an administrator can reset).
    /// </summary>
    /// <param name="request">The user, the factor and the proof.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<FactorChangeResult> RemoveAsync(RemovalRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Shows the newest pending authenticator app again, for pages that are loaded anew before it is confirmed. The
    /// secret of an active factor is never shown again.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="accountName">The user's name as an authenticator app shows it; null for the id.</param>
    /// <param name="proof">The evidence that this is the user, as for the enrolment.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// What the enrolment answered; or <see cref="TwoFactorOutcome.NotFound"/> if none is pending, or
    /// <see cref="TwoFactorOutcome.ReauthenticationRequired"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<EnrollmentResult> GetPendingAsync(
        string userId,
        string? accountName,
        FreshProof proof,
        CancellationToken cancellationToken = default
    );

    /// <summary>Makes a new set of recovery codes and voids the old one.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="proof">The evidence that this is the user.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<FactorChangeResult> RegenerateRecoveryCodesAsync(
        string userId,
        FreshProof proof,
        CancellationToken cancellationToken = default
    );
}
