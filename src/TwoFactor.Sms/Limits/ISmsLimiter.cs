namespace TwoFactor.Sms.Gateways;

/// <summary>
/// The defence against toll fraud, for methods that send to phones through a vendor of their own: the limits of
/// <see cref="SmsLimitOptions"/> hold over all methods together. Call it from <see cref="IFactorSender.ReserveAsync"/>,
/// <see cref="IFactorSender.SendAsync"/> and <see cref="IFactorSender.ArrivedAsync"/>. Added by <c>AddSmsLimits()</c>.
/// </summary>
public interface ISmsLimiter
{
    /// <summary>Why a number cannot be enrolled, in a sentence for the user; null if it can.</summary>
    /// <param name="number">The number.</param>
    string? RefusalOf(PhoneNumber number);

    /// <summary>Reserves one message against all limits.</summary>
    /// <param name="number">The number.</param>
    /// <param name="send">What the message is for.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    ValueTask<SendClearance> ReserveAsync(PhoneNumber number, FactorSend send, CancellationToken cancellationToken);

    /// <summary>Counts a message that left, or may have. Not called for what was provably not sent.</summary>
    /// <param name="number">The number.</param>
    /// <param name="purpose">What it was for.</param>
    /// <param name="cancellationToken">Cancels the counting.</param>
    ValueTask CountSentAsync(PhoneNumber number, ChallengePurpose purpose, CancellationToken cancellationToken);

    /// <summary>Counts a code that came back.</summary>
    /// <param name="number">The number.</param>
    /// <param name="purpose">What it was for.</param>
    /// <param name="cancellationToken">Cancels the counting.</param>
    ValueTask CountArrivalAsync(PhoneNumber number, ChallengePurpose purpose, CancellationToken cancellationToken);
}
