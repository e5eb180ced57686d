namespace TwoFactor.Methods;

/// <summary>
/// Creates the reference that is given to the provider with a message and comes back with each receipt, e.g. in the
/// query of the callback URL. A singleton of <c>AddTwoFactor()</c>.
/// </summary>
public interface IReceiptReferences
{
    /// <summary>
    /// Encrypts and authenticates user and challenge. The reference reveals no user and cannot be forged. It differs
    /// each time. Base64url.
    /// </summary>
    /// <param name="send">The code that is being sent.</param>
    string Create(FactorSend send);
}
