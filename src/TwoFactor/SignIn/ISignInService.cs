namespace TwoFactor;

/// <summary>
/// Decides, after the password, whether a second factor is needed. Also manages the user's trusted devices.
/// </summary>
public interface ISignInService
{
    /// <summary>
    /// Evaluates a sign-in by the policy and the user's factors. If a code is needed, it opens a challenge but sends
    /// nothing, because the user has not chosen a factor yet. It fails closed: a user who must enrol and has not is
    /// never allowed in after the grace period.
    /// </summary>
    /// <param name="request">The user, and the facts that the host states.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// The decision and its reason; for <see cref="SignInDecision.Challenge"/> also the open challenge and the factors.
    /// </returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, a record cannot be decrypted, or the clock was set back. Deny access.
    /// </exception>
    Task<SignInEvaluation> EvaluateAsync(SignInRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// What <see cref="EvaluateAsync"/> would decide, without side effects: nothing is written, no challenge is opened,
    /// no device token is used, and no grace period starts. Use it to show users what is required of them, never to let
    /// a user in.
    /// </summary>
    /// <param name="request">The user, and the facts that the host states.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The decision and its reason, without a challenge.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or a record cannot be decrypted.</exception>
    Task<SignInEvaluation> PreviewAsync(SignInRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of the user, every sign-in that waits for its code, and the trust of all devices, by
    /// increasing the epoch. Call it after a password change, and for "sign out everywhere" (ASVS 7.4.3). Factors do
    /// not change.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="reason">The reason for the audit trail, at most 1,000 characters, or null.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns><see cref="TwoFactorOutcome.Accepted"/> or <see cref="TwoFactorOutcome.Throttled"/>.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long, or the reason is too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TwoFactorOutcome> EndSessionsAsync(
        string userId,
        string? reason = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>Lists the user's trusted devices, oldest first.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the record cannot be decrypted.
    /// </exception>
    Task<IReadOnlyList<TrustedDeviceInfo>> ListTrustedDevicesAsync(
        string userId,
        CancellationToken cancellationToken = default
    );

    /// <summary>Revokes the trust of a device.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotFound"/> or
    /// <see cref="TwoFactorOutcome.Throttled"/>.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TwoFactorOutcome> RevokeTrustedDeviceAsync(
        string userId,
        string deviceId,
        CancellationToken cancellationToken = default
    );

    /// <summary>Revokes the trust of all the user's devices.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns><see cref="TwoFactorOutcome.Accepted"/> or <see cref="TwoFactorOutcome.Throttled"/>.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TwoFactorOutcome> RevokeAllTrustedDevicesAsync(string userId, CancellationToken cancellationToken = default);
}
