namespace TwoFactor;

/// <summary>What users do with their factors: enrol, confirm, rename, remove, and renew recovery codes.</summary>
public interface IEnrollmentService
{
    /// <summary>
    /// Reads what may be shown of a user's second factor. For a user without one it returns an empty status.
    /// </summary>
    /// <param name="userId">The user's id, 1 to 256 characters.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The status; an empty one for a user without a second factor.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the record cannot be decrypted.
    /// </exception>
    Task<TwoFactorStatus> GetStatusAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>The methods that users may enrol, with the notice for each.</summary>
    IReadOnlyList<FactorMethodInfo> GetMethods();

    /// <summary>
    /// Creates a pending factor. It cannot be used to sign in until it is confirmed, replaces nothing until then, and
    /// expires after <see cref="EnrollmentOptions.PendingLifetime"/>.
    /// </summary>
    /// <param name="request">The user, the method and the proof.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The pending factor with its secret or destination, or the reason why there is none.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<EnrollmentResult> EnrollAsync(EnrollmentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends a new confirming code for a pending factor. It replaces the code sent before.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="origin">Where the request came from, or null.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// The challenge with the time of the next possible send; or <see cref="TwoFactorOutcome.Expired"/> (no such
    /// pending factor, or its method sends no codes), <see cref="TwoFactorOutcome.Throttled"/> or
    /// <see cref="TwoFactorOutcome.Locked"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TwoFactorChallenge> ResendAsync(
        string userId,
        string factorId,
        RequestOrigin? origin = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Confirms a pending factor with a code. The code is spent, and failures count. The epoch is bumped. The first
    /// factor of a user comes with recovery codes.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The result, with the recovery codes for the first factor.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
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
    /// <returns>
    /// The renamed factor; or <see cref="TwoFactorOutcome.NotFound"/>, <see cref="TwoFactorOutcome.InvalidInput"/> or
    /// <see cref="TwoFactorOutcome.Throttled"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<FactorChangeResult> RenameAsync(
        string userId,
        string factorId,
        string name,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Removes an active or pending factor. Removing the last active one also removes the recovery codes. If a policy
    /// requires a second factor of the user, the last one cannot be removed; an administrator can reset the user.
    /// </summary>
    /// <param name="request">The user, the factor and the proof.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>The removed factor, or the reason why it was not removed.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
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
    /// <param name="proof">The proof that the caller is this user.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<FactorChangeResult> RegenerateRecoveryCodesAsync(
        string userId,
        FreshProof proof,
        CancellationToken cancellationToken = default
    );
}
