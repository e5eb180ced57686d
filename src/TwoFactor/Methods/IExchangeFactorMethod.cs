namespace TwoFactor.Methods;

/// <summary>
/// The optional power of an <see cref="IFactorMethod"/> whose authenticator answers with more than a typed code, as
/// WebAuthn does. The client first gets options: at enrolment with <see cref="FactorDraft.ClientOptions"/>, at a
/// challenge with <see cref="CreateOptions"/>. It sends the answer back as the code, up to
/// <see cref="FactorAttempt.MaxCodeLength"/> characters. Answers are counted, locked and spent like every code.
/// </summary>
public interface IExchangeFactorMethod : IFactorMethod
{
    /// <summary>
    /// Makes the options for the client at a challenge, for all the user's factors of this method at once. A pure
    /// function of <paramref name="exchange"/>: nothing is stored. Derive what must be unguessable and used once from
    /// <see cref="FactorExchange.ChallengeId"/>: it is random, it belongs to the user, and the write that accepts an
    /// answer closes it.
    /// </summary>
    /// <param name="exchange">The challenge, and the factors that may answer it.</param>
    /// <returns>The options as JSON, for the client.</returns>
    string CreateOptions(FactorExchange exchange);
}
