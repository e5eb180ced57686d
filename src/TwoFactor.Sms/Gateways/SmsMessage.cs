namespace TwoFactor.Sms.Gateways;

/// <summary>A message for a gateway. It carries a code and shows nothing of it.</summary>
public sealed class SmsMessage
{
    /// <summary>The number in E.164.</summary>
    public required string To { get; init; }

    /// <summary>The region of the number, in ISO 3166-1 alpha-2.</summary>
    public required string Region { get; init; }

    /// <summary>The text.</summary>
    public required string Body { get; init; }

    /// <summary>The code within the text, for gateways that have texts of their own.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the number was never confirmed: this message is to confirm it.</summary>
    public required bool IsUnconfirmed { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How long the code is good: a message that arrives later is worth nothing.</summary>
    public required TimeSpan ValidFor { get; init; }

    /// <summary>1 for the challenge's first message, 2 for the first resend, and so on.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// Stands for user and challenge in the URL that receipts come to, see <see cref="IReceiptReferences"/>: sealed, so
    /// that it tells nobody whom it is about, and cannot be made up. Base64url.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>Shows neither number nor text.</summary>
    public override string ToString() => "an SMS (recipient and body withheld)";
}
