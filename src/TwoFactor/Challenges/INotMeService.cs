namespace TwoFactor;

/// <summary>
/// Ends a sign-in whose user says "It was not me". Give it the reference from the link in the message, and only after
/// the user has pressed a button: programs that look for bad links open each of them.
/// </summary>
public interface INotMeService
{
    /// <summary>
    /// Closes the challenge that a message's code was sent for, and the sign-in that it belongs to: no code is right
    /// for them any more. It adds the event <see cref="AuditEventTypes.NotMe"/>, and hands a notice with it to each
    /// <see cref="ITwoFactorNotifier"/>. Nothing else changes: no lock, no failure, no session and no factor. To end
    /// the user's sessions too, call <see cref="ISignInService.EndSessionsAsync"/>.
    /// </summary>
    /// <param name="reference">The reference as it came; null or any other text is allowed.</param>
    /// <param name="cancellationToken">Cancels the operation; the account stays consistent.</param>
    /// <returns>
    /// <see cref="TwoFactorOutcome.Accepted"/> if the challenge was open and is closed now;
    /// <see cref="TwoFactorOutcome.NotFound"/> if there is nothing to end, because the text is no reference of this
    /// tenant, has expired, or its challenge was answered or closed before; <see cref="TwoFactorOutcome.Throttled"/> if
    /// too many others write to the account: try again. Show a visitor the same page for the first two.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    Task<TwoFactorOutcome> ReportAsync(string? reference, CancellationToken cancellationToken = default);
}
