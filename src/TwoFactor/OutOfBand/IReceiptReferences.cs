namespace TwoFactor.Methods;

/// <summary>
/// Makes the reference that goes with a message to its provider and comes back with each receipt, e.g. in the query of
/// the URL that the provider calls. A singleton of <c>AddTwoFactor()</c>.
/// </summary>
public interface IReceiptReferences
{
    /// <summary>
    /// Seals user and challenge: the reference tells nobody whom it is about, and cannot be made up. Base64url, made
    /// anew each time.
    /// </summary>
    /// <param name="send">The code that is sent.</param>
    string Create(FactorSend send);
}
