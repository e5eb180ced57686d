namespace TwoFactor;

/// <summary>
/// Notifies a user of a security change, e.g. by e-mail (ASVS 6.3.7). It is called once per change, after the change
/// was written. A failure is logged and never undoes the change. If no notice may be lost, read the audit trail
/// instead: each change is one event there.
/// </summary>
public interface ITwoFactorNotifier
{
    /// <summary>
    /// Delivers a notice. It should queue the notice and return at once, because the user is waiting.
    /// </summary>
    /// <param name="notice">What happened, and to whom.</param>
    /// <param name="cancellationToken">Never cancelled by the library.</param>
    ValueTask NotifyAsync(SecurityNotice notice, CancellationToken cancellationToken);
}
