namespace TwoFactor.Methods;

/// <summary>
/// An <see cref="IFactorMethod"/> whose authenticator answers with more than a typed code, as WebAuthn does. The client
/// first gets options: at enrolment from <see cref="FactorDraft.ClientOptions"/>, at a challenge from
/// <see cref="CreateOptions"/>. It returns the answer in place of the code, with up to
/// <see cref="FactorAttempt.MaxCodeLength"/> characters. Answers are counted, locked and spent like codes.
/// </summary>
public interface IExchangeFactorMethod : IFactorMethod
{
    /// <summary>
    /// Creates the client's options at a challenge, for all the user's factors of this method at once. A pure function
    /// of <paramref name="exchange"/>: nothing is stored. Derive a nonce from <see cref="FactorExchange.ChallengeId"/>:
    /// that id is random, belongs to one user, and is closed by the write that accepts an answer.
    /// </summary>
    /// <param name="exchange">The challenge, and the factors that can answer it.</param>
    /// <returns>The options as JSON, for the client.</returns>
    string CreateOptions(FactorExchange exchange);
}
