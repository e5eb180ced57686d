namespace TwoFactor.Methods;

/// <summary>
/// A kind of factor: how to enrol one, and how to check a code against it. The engine does the rest: it stores the
/// state, counts attempts, locks, spends a code in the write that accepts it, and records events. A method never counts
/// and never stores. If its codes are sent to the user, it also implements <see cref="IFactorSender"/>. Register it
/// with <c>AddTwoFactor().AddMethod&lt;T&gt;()</c>.
/// </summary>
public interface IFactorMethod
{
    /// <summary>
    /// The method's name in records and answers, e.g. <c>totp</c>: lower-case ASCII letters, digits and underscores.
    /// Never change it.
    /// </summary>
    string Name { get; }

    /// <summary>The properties of the method that the engine acts on.</summary>
    FactorMethodTraits Traits { get; }

    /// <summary>
    /// Creates a new factor's state, and what the user must see of it. Called once per enrolment, before anything is
    /// stored. It may use randomness.
    /// </summary>
    /// <param name="enrollment">The user, and what the user typed.</param>
    /// <returns>The draft, or a refusal that says what is wrong with the input.</returns>
    FactorDraft Begin(FactorEnrollment enrollment);

    /// <summary>
    /// Whether a text could be a code of a factor, judged by length and alphabet only, never by the right code. A text
    /// that no factor of the user could have as a code is not a guess: it is answered like a wrong code, but costs no
    /// attempt. Read the text with <see cref="TypedCode"/>. Default: true, so every text costs an attempt.
    /// </summary>
    /// <param name="typed">The text as typed.</param>
    /// <param name="state">The factor's state, e.g. for its number of digits. Do not use the code in it.</param>
    bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => true;

    /// <summary>
    /// How many digits a code of a factor has, so that the field for it can say so. Default: null, which means that it
    /// is not known, or that codes are no digits.
    /// </summary>
    /// <param name="state">The factor's state.</param>
    int? CountDigits(ReadOnlySpan<byte> state) => null;

    /// <summary>
    /// Checks a typed code. A pure function of <paramref name="attempt"/>: the engine may call it several times for one
    /// attempt, after lost write conflicts. Compare in constant time, and do not throw for user input. An exception
    /// counts as a wrong code, and the event says so.
    /// </summary>
    /// <param name="attempt">The stored state, the code as typed, and the time.</param>
    /// <returns>Whether the code is right, was used already, or is wrong; and the new state if it is right.</returns>
    FactorCheck Check(in FactorAttempt attempt);
}
