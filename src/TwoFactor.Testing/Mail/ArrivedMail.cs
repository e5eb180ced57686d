namespace TwoFactor.Testing;

/// <summary>A message as it arrived at the simulated provider, decoded.</summary>
public sealed class ArrivedMail
{
    /// <summary>The address that it went to, without a display name.</summary>
    public required string To { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain text. The kind of line ends does not matter.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The HTML; null if none arrived. Default: null. See <see cref="MailGatewayHarness.SendsHtml"/>.
    /// </summary>
    public string? Html { get; init; }

    /// <summary>Shows neither address nor text.</summary>
    public override string ToString() => "an e-mail that arrived (recipient and text withheld)";
}
