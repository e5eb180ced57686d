namespace TwoFactor.Email;

/// <summary>
/// The texts of one message. <c>{app}</c> stands for the issuer, <c>{minutes}</c> for how long the code is good. The
/// code has a line of its own.
/// </summary>
public sealed class MailTemplate
{
    /// <summary>The subject. It has no code; see <see cref="EmailOptions.CodeInSubject"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>What stands before the code.</summary>
    public required string Lead { get; init; }

    /// <summary>How long the code is good.</summary>
    public required string Expiry { get; init; }

    /// <summary>Never to share the code, and what to do if somebody else asked for it.</summary>
    public required string Warning { get; init; }

    /// <summary>
    /// The words of the link that ends the sign-in; see <see cref="EmailOptions.NotMeUri"/>. They are for step-ups too.
    /// Default: null, which takes the built-in words of the language, or those in English.
    /// </summary>
    public string? NotMe { get; init; }
}
