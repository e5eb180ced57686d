namespace TwoFactor.Sms.Gateways;

/// <summary>
/// The limits of <see cref="SmsLimitOptions"/> against SMS toll fraud, for methods that send through a vendor of their
/// own. The limits are shared by all methods. Call it from <see cref="IFactorSender.ReserveAsync"/>,
/// <see cref="IFactorSender.SendAsync"/> and <see cref="IFactorSender.ArrivedAsync"/>. Added by <c>AddSmsLimits()</c>.
/// </summary>
public interface ISmsLimiter
{
    /// <summary>Why a number cannot be enrolled, in a sentence for the user; null if it can.</summary>
    /// <param name="number">The number.</param>
    string? RefusalOf(PhoneNumber number);

    /// <summary>Reserves one message in all limits at once: all of them, or none.</summary>
    /// <param name="number">The number.</param>
    /// <param name="send">What the message is for.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Clearance, or a refusal with one of <see cref="SmsRefusals"/> as its reason.</returns>
    ValueTask<SendClearance> ReserveAsync(PhoneNumber number, FactorSend send, CancellationToken cancellationToken);

    /// <summary>
    /// Counts a message that was sent or may have been sent. Do not call it for a message that certainly was not sent.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="purpose">What it was for.</param>
    /// <param name="cancellationToken">Cancels the counting.</param>
    ValueTask CountSentAsync(PhoneNumber number, ChallengePurpose purpose, CancellationToken cancellationToken);

    /// <summary>Counts a code that the user entered correctly.</summary>
    /// <param name="number">The number.</param>
    /// <param name="purpose">What it was for.</param>
    /// <param name="cancellationToken">Cancels the counting.</param>
    ValueTask CountArrivalAsync(PhoneNumber number, ChallengePurpose purpose, CancellationToken cancellationToken);
}
