using System.Security.Cryptography;

namespace TwoFactor.Methods;

/// <summary>
/// The base class for methods that send codes to the user: out-of-band authenticators (NIST SP 800-63B-4 §3.1.3). A
/// derived class reads the address, writes the message and sends it. This class does the rest: a code is random, stored
/// only as a keyed hash, bound to user, factor, challenge, purpose and address, and valid once. The engine handles
/// expiry, the cool-down between sends, failure counts and delivery records. Register the method with
/// <c>AddTwoFactor().AddMethod&lt;T&gt;()</c>.
/// </summary>
public abstract class OutOfBandMethod : IFactorMethod, IFactorSender
{
    /// <summary>The lowest number of digits: 6 (NIST SP 800-63B-4 §3.1.3.2).</summary>
    public const int MinCodeDigits = 6;

    /// <summary>The highest number of digits: 8.</summary>
    public const int MaxCodeDigits = 8;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract FactorMethodTraits Traits { get; }

    /// <summary>
    /// The number of digits in a code, <see cref="MinCodeDigits"/> to <see cref="MaxCodeDigits"/>. Default: 6.
    /// </summary>
    protected virtual int CodeDigits => MinCodeDigits;

    /// <summary>Reads the address for the codes from the user's input.</summary>
    /// <param name="enrollment">The user, and what the user typed.</param>
    /// <returns>The address, or a refusal that says what is wrong with the input.</returns>
    protected abstract OutOfBandAddress ReadAddress(FactorEnrollment enrollment);

    /// <summary>
    /// Writes the text of the message. It is called before anything is stored, and again after a lost write conflict.
    /// So it must do no I/O, and give the same text for the same arguments. An exception is passed on to the host, and
    /// nothing is sent.
    /// </summary>
    /// <param name="send">The purpose, the user's language and the time.</param>
    /// <param name="code">The code. Keep it out of logs.</param>
    protected abstract string Compose(FactorSend send, string code);

    /// <inheritdoc cref="IFactorSender.ReserveAsync"/>
    protected virtual ValueTask<SendClearance> ReserveAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    ) => new(SendClearance.Granted);

    /// <inheritdoc cref="IFactorSender.SendAsync"/>
    protected abstract ValueTask<FactorDelivery> SendAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    );

    /// <inheritdoc/>
    public virtual ValueTask ArrivedAsync(FactorArrival arrival, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    /// <summary>
    /// The full address that a factor's codes are sent to, for notices to the user. Default: the address from
    /// <see cref="ReadAddress"/>.
    /// </summary>
    /// <param name="state">The factor's state.</param>
    /// <returns>The full address. It is personal data; keep it out of logs.</returns>
    /// <exception cref="TwoFactorStoreException">This version does not know the format of the state.</exception>
    public virtual string? GetAddress(ReadOnlyMemory<byte> state) => AddressOf(state);

    /// <inheritdoc/>
    public FactorDraft Begin(FactorEnrollment enrollment)
    {
        ArgumentNullException.ThrowIfNull(enrollment);
        var address = ReadAddress(enrollment);
        return address.Value is null
            ? FactorDraft.Refuse(address.Refusal!)
            : new FactorDraft { State = OutOfBandState.Create(address.Value), Destination = address.Masked };
    }

    /// <inheritdoc/>
    public FactorMessage Prepare(FactorSend send)
    {
        ArgumentNullException.ThrowIfNull(send);
        if (CodeDigits is < MinCodeDigits or > MaxCodeDigits)
            throw new InvalidOperationException(
                $"The method {Name} asks for codes of {CodeDigits} digits. Let {GetType().Name}.CodeDigits be "
                    + $"{MinCodeDigits} to {MaxCodeDigits} (NIST SP 800-63B-4 §3.1.3.2)."
            );

        var state = new OutOfBandState(send.State.Span);
        var code = OutOfBandCode.Create(send.Entropy.Span, CodeDigits);
        var mac = new byte[OutOfBandState.MacBytes];
        state.Hash(send.UserId, send.FactorId, send.ChallengeId, send.Purpose, code, mac);
        return new OutOfBandMessage(send, code)
        {
            ChallengeState = mac,
            Recipient = state.Address,
            Body = Compose(send, code),
        };
    }

    /// <inheritdoc/>
    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) =>
        TypedCode.HasDigits(typed, MinCodeDigits, MaxCodeDigits);

    /// <inheritdoc/>
    public int? CountDigits(ReadOnlySpan<byte> state) => CodeDigits;

    /// <inheritdoc/>
    public FactorCheck Check(in FactorAttempt attempt)
    {
        var state = new OutOfBandState(attempt.State.Span);
        Span<char> code = stackalloc char[MaxCodeDigits];
        var digits = TypedCode.ReadDigits(attempt.Code, code);
        if (digits < MinCodeDigits)
            return FactorCheck.Wrong;

        code = code[..digits];
        // Both are computed whatever the other says.
        return (IsRight(state, attempt, code), state.IsSpent(code)) switch
        {
            (true, _) => FactorCheck.Right(state.After(code)),
            (false, true) => FactorCheck.Used,
            (false, false) => FactorCheck.Wrong,
        };
    }

    ValueTask<SendClearance> IFactorSender.ReserveAsync(FactorMessage message, CancellationToken cancellationToken) =>
        ReserveAsync((OutOfBandMessage)message, cancellationToken);

    ValueTask<FactorDelivery> IFactorSender.SendAsync(FactorMessage message, CancellationToken cancellationToken) =>
        SendAsync((OutOfBandMessage)message, cancellationToken);

    /// <summary>The address stored in a factor's state, as <see cref="ReadAddress"/> returned it.</summary>
    /// <param name="state">The factor's state, e.g. from a <see cref="FactorArrival"/>.</param>
    /// <exception cref="TwoFactorStoreException">This version does not know the format of the state.</exception>
    protected static string AddressOf(ReadOnlyMemory<byte> state) => new OutOfBandState(state.Span).Address;

    private static bool IsRight(OutOfBandState state, in FactorAttempt attempt, ReadOnlySpan<char> code)
    {
        Span<byte> mac = stackalloc byte[OutOfBandState.MacBytes];
        state.Hash(attempt.UserId, attempt.FactorId, attempt.ChallengeId ?? "", attempt.Purpose, code, mac);
        return attempt.ChallengeId is not null
            && CryptographicOperations.FixedTimeEquals(mac, attempt.ChallengeState.Span);
    }
}
