namespace TwoFactor.Methods;

/// <summary>
/// A kind of factor: how one is enrolled and how a code is checked against it. The engine does the rest: it stores the
/// state, counts the attempts, locks, spends codes by the write that accepts them, and records events. A method never
/// counts and never stores. A method whose codes are sent to the user implements <see cref="IFactorSender"/> as well.
/// Register it with <c>AddTwoFactor().AddMethod&lt;T&gt;()</c>.
/// </summary>
public interface IFactorMethod
{
    /// <summary>
    /// The method's name in records and answers, e.g. <c>totp</c>: lower-case ASCII letters, digits and underscores. It
    /// never changes.
    /// </summary>
    string Name { get; }

    /// <summary>What the engine must know of the method.</summary>
    FactorMethodTraits Traits { get; }

    /// <summary>
    /// Makes a new factor's state and what the user must see of it. Called once per enrolment, before anything is
    /// written; it may draw randomness.
    /// </summary>
    /// <param name="enrollment">Whose factor it is and what the user typed.</param>
    /// <returns>The draft, or a refusal that says what is wrong with the input.</returns>
    FactorDraft Begin(FactorEnrollment enrollment);

    /// <summary>
    /// Whether a text can be a code of a factor, by its length and its alphabet alone, whatever the right code is. What
    /// can be a code of none of a user's factors is no guess: it is answered like a wrong code, and costs no attempt.
    /// Read the text with <see cref="TypedCode"/>. Default: true, and every text costs an attempt.
    /// </summary>
    /// <param name="typed">The text as typed.</param>
    /// <param name="state">The factor's state, e.g. for the number of its digits; never for the code itself.</param>
    bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => true;

    /// <summary>
    /// Checks a typed code. A pure function of <paramref name="attempt"/>: it may be called several times for one
    /// attempt, because the engine begins again when it loses a race. It compares in constant time and does not throw
    /// for what a user typed; if it does, the code counts as wrong and the event says so.
    /// </summary>
    /// <param name="attempt">The stored state, the code as typed and the time.</param>
    /// <returns>
    /// Whether the code is right, was right once, or is wrong; and the state to store if it is right.
    /// </returns>
    FactorCheck Check(in FactorAttempt attempt);
}
