namespace TwoFactor.Sms.Gateways;

/// <summary>A message for a gateway. It carries a code, which <see cref="ToString"/> withholds.</summary>
public sealed class SmsMessage
{
    /// <summary>The number in E.164.</summary>
    public required string To { get; init; }

    /// <summary>The region of the number, in ISO 3166-1 alpha-2.</summary>
    public required string Region { get; init; }

    /// <summary>The text.</summary>
    public required string Body { get; init; }

    /// <summary>The code in the text, for gateways that use their own text.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the number is still unconfirmed, so that this message confirms it.</summary>
    public required bool IsUnconfirmed { get; init; }

    /// <summary>When the message was made.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How long the code is valid. A message that arrives later is useless.</summary>
    public required TimeSpan ValidFor { get; init; }

    /// <summary>
    /// The number of this message within its challenge: 1 for the first, 2 for the first resend, and so on.
    /// </summary>
    public required int Number { get; init; }

    /// <summary>
    /// Identifies user and challenge in the callback URL for receipts, see <see cref="IReceiptReferences"/>. It is
    /// encrypted and authenticated, so it reveals no user and cannot be forged. Base64url.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>Shows neither number nor text.</summary>
    public override string ToString() => "an SMS (recipient and body withheld)";
}
