namespace TwoFactor;

/// <summary>
/// Tells a user about a security change, through a channel of the host's such as e-mail (ASVS 6.3.7). Called after the
/// change was written, once for each; a failure is logged and never undoes the change. A host that must not lose one
/// reads the audit trail instead, where each change is one event.
/// </summary>
public interface ITwoFactorNotifier
{
    /// <summary>Takes a notice. It should queue it and return at once: the user is waiting.</summary>
    /// <param name="notice">What happened to whom.</param>
    /// <param name="cancellationToken">Never cancelled by the library.</param>
    ValueTask NotifyAsync(SecurityNotice notice, CancellationToken cancellationToken);
}
