namespace TwoFactor.Email;

/// <summary>A message in a user's language.</summary>
internal sealed class EmailContent
{
    public required string Language { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    public Uri? NotMeUri { get; init; }

    /// <summary>Does not show the text.</summary>
    public override string ToString() => $"an e-mail in {Language} (text withheld)";
}
