namespace TwoFactor.Email.Gateways;

/// <summary>A message for a gateway. It carries a code and shows nothing of it.</summary>
public sealed class MailMessage
{
    /// <summary>The address: an ASCII local part and an ASCII domain.</summary>
    public required string To { get; init; }

    /// <summary>The subject; without the code unless <see cref="EmailOptions.CodeInSubject"/> is set.</summary>
    public required string Subject { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The same as an HTML document, without images, links or scripts.</summary>
    public required string Html { get; init; }

    /// <summary>The language of the text, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The code within the text, for gateways that have texts of their own.</summary>
    public required string Code { get; init; }

    /// <summary>Whether the mailbox was never confirmed: this message is to confirm it.</summary>
    public required bool IsUnconfirmed { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How long the code is good: a message that arrives later is worth nothing.</summary>
    public required TimeSpan ValidFor { get; init; }

    /// <summary>1 for the challenge's first message, 2 for the first resend, and so on.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// Stands for user and challenge where receipts come to, see <see cref="IReceiptReferences"/>: sealed, so that it
    /// tells nobody whom it is about, and cannot be made up. Base64url.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>Shows neither address nor text.</summary>
    public override string ToString() => "an e-mail (recipient and text withheld)";
}
