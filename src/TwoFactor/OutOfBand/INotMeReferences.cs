namespace TwoFactor.Methods;

/// <summary>
/// Creates the reference for a link "It was not me" in a message with a code. <see cref="INotMeService"/> takes it. A
/// singleton of <c>AddTwoFactor()</c>, for authors of methods that send.
/// </summary>
public interface INotMeReferences
{
    /// <summary>
    /// Encrypts and authenticates user, challenge and expiry. The reference reveals neither and cannot be forged; it
    /// differs each time. It is good as long as the code, holds no code, and lets nobody in. Base64url.
    /// </summary>
    /// <param name="send">The code that is being sent.</param>
    /// <returns>
    /// The reference; null for a code that confirms a new factor: there is no sign-in that could be ended.
    /// </returns>
    string? Create(FactorSend send);
}
