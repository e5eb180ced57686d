namespace TwoFactor.Email.Gateways;

/// <summary>A message for a gateway. It holds a code in plain text; <see cref="ToString"/> does not show it.</summary>
public sealed class MailMessage
{
    /// <summary>The address: an ASCII local part and an ASCII domain.</summary>
    public required string To { get; init; }

    /// <summary>The subject; without the code unless <see cref="EmailOptions.CodeInSubject"/> is set.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text, with the code in it.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The same as an HTML document, without images or scripts. Its only link is <see cref="NotMeUri"/>.
    /// </summary>
    public required string Html { get; init; }

    /// <summary>
    /// The link "It was not me" within the text, for gateways that have texts of their own. Default: null, no link.
    /// </summary>
    public Uri? NotMeUri { get; init; }

    /// <summary>The language of the text, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The code within the text, for gateways that have texts of their own.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the mailbox was never confirmed. The message then confirms it.</summary>
    public required bool IsUnconfirmed { get; init; }

    /// <summary>When the message was made, in UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>
    /// How long the code is good, from <see cref="SentAt"/>. A gateway may drop a message that it cannot deliver in
    /// this time.
    /// </summary>
    public required TimeSpan ValidFor { get; init; }

    /// <summary>1 for the challenge's first message, 2 for the first resend, and so on.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// Names user and challenge for delivery receipts; see <see cref="IReceiptReferences"/>. It is encrypted and
    /// authenticated, so nobody can read or forge it. Base64url.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>Shows neither address nor text.</summary>
    public override string ToString() => "an e-mail (recipient and text withheld)";
}
