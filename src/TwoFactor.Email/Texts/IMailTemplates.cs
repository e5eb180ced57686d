namespace TwoFactor.Email;

/// <summary>The texts of messages. Replace the built-in ones with <c>AddEmail().UseTemplates&lt;T&gt;()</c>.</summary>
public interface IMailTemplates
{
    /// <summary>The languages that there are templates for, as BCP 47 tags.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>The texts for a language and a purpose, as plain text. The library makes the HTML from them.</summary>
    /// <param name="language">A tag of <see cref="Languages"/>.</param>
    /// <param name="purpose">What the code is for.</param>
    MailTemplate Find(string language, ChallengePurpose purpose);
}
