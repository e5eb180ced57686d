namespace TwoFactor;

/// <summary>
/// Decides, after the password, whether a second factor is asked for; and keeps the user's trusted devices.
/// </summary>
public interface ISignInService
{
    /// <summary>
    /// Holds a sign-in against the policy and the user's factors. Opens a challenge when one is needed; sends nothing,
    /// since the user has yet to choose. Fails closed: who must enrol and did not is never allowed in after the grace
    /// period.
    /// </summary>
    /// <param name="request">The user and the facts that the host vouches for.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, a record does not open, or the clock was set back: deny.
    /// </exception>
    Task<SignInEvaluation> EvaluateAsync(SignInRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// What <see cref="EvaluateAsync"/> would decide, without a trace: nothing is written, no challenge is opened, no
    /// device token is looked at, and no grace period begins. For pages that show what is required of a user; never let
    /// anybody in by it.
    /// </summary>
    /// <param name="request">The user and the facts that the host vouches for.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or a record does not open.</exception>
    Task<SignInEvaluation> PreviewAsync(SignInRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of the user, every sign-in that waits for its code, and the trust of all devices, by a new
    /// epoch. Call it when the password changes, and for "sign out everywhere" (ASVS 7.4.3). Factors stay as they are.
    /// </summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="reason">Why, for the audit trail; at most 1,000 characters, or null.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns><see cref="TwoFactorOutcome.Accepted"/> or <see cref="TwoFactorOutcome.Throttled"/>.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long, or the reason is too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<TwoFactorOutcome> EndSessionsAsync(
        string userId,
        string? reason = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>The user's trusted devices, oldest first.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or the record does not open.</exception>
    Task<IReadOnlyList<TrustedDeviceInfo>> ListTrustedDevicesAsync(
        string userId,
        CancellationToken cancellationToken = default
    );

    /// <summary>Takes the trust of a device back.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotFound"/> or
    /// <see cref="TwoFactorOutcome.Throttled"/>.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<TwoFactorOutcome> RevokeTrustedDeviceAsync(
        string userId,
        string deviceId,
        CancellationToken cancellationToken = default
    );

    /// <summary>Takes the trust of all the user's devices back.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns><see cref="TwoFactorOutcome.Accepted"/> or <see cref="TwoFactorOutcome.Throttled"/>.</returns>
    /// <exception cref="ArgumentException">The user id is empty or too long.</exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record does not open, or the clock was set back.
    /// </exception>
    Task<TwoFactorOutcome> RevokeAllTrustedDevicesAsync(string userId, CancellationToken cancellationToken = default);
}
